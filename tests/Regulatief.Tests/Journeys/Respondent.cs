using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>Someone who reads what a form asks, and answers it.</summary>
internal sealed class Respondent(string userName, DateOnly today)
{
    /// <summary>Fields whose label asks for something in particular, by the end of their names.</summary>
    private readonly Dictionary<string, string> _inParticular = new()
    {
        ["BornOn"] = "1988-03-12",
        ["Discuss.At"] = "00:01",
        ["Form.UserName"] = "iemand.nieuw",
        ["UserName"] = userName,
        ["Form.CurrentPassword"] = "regulatief-demo",
        ["Form.Password"] = "zeven groene paraplu's dansen",
        ["Password"] = "regulatief-demo",
        ["CaseNumber"] = "1007",
        ["Rule"] = "FREQ=WEEKLY;COUNT=3",
        ["Email"] = "iemand@organisatie.test",
        ["OnCallNumber"] = "0612345678",
        // That a volunteer stops: a coordinator names no day, which is today; others one to come, which leads to other pages.
        ["Form.LastDay"] = userName == "coordinator" ? "" : Iso(today.AddDays(28)),
        // One after the other.
        ["Form.Worker"] = "1",
        ["Form.Cover"] = "2",
        ["Form.Coordinator"] = "3",
        ["Form.Manager"] = "4",
    };

    /// <summary>What stood in the form that was wiped last, by field: it is put back.</summary>
    private Dictionary<string, string> _wiped = [];

    /// <summary>Knows from now on what to answer to such a field.</summary>
    public void Learn(string field, string answer) => _inParticular[field] = answer;

    /// <summary>Answers every question of the form that can be seen and answered.</summary>
    public async Task FillAsync(ILocator form)
    {
        foreach (var field in await FieldsAsync(form))
        {
            // An answer can hide a question further on, or ask one more.
            var control = form.Locator($"[name=\"{field.Name}\"]:not([type=hidden])");
            if (await control.First.IsVisibleAsync() && await control.First.IsEnabledAsync()) await AnswerAsync(control, field);
        }

        _wiped = [];
    }

    /// <summary>Takes out what stands in the form: words are wiped, boxes unticked, choices without one.</summary>
    public async Task WipeAsync(ILocator form)
    {
        _wiped = [];
        foreach (var field in await FieldsAsync(form))
        {
            var control = form.Locator($"[name=\"{field.Name}\"]:not([type=hidden])");
            if (!await control.First.IsVisibleAsync() || !await control.First.IsEnabledAsync()) continue;
            switch (field.Kind)
            {
                case "radio" or "file":
                    break;
                case "checkbox":
                    foreach (var box in await control.AllAsync()) await box.UncheckAsync();
                    break;
                case "select":
                    await control.First.SelectOptionAsync(new SelectOptionValue { Index = 0 });
                    break;
                default:
                    if (field.Value.Length > 0) _wiped[field.Name] = field.Value;
                    await control.First.FillAsync("");
                    break;
            }
        }
    }

    private async Task AnswerAsync(ILocator control, Field field)
    {
        switch (field.Kind)
        {
            case "radio":
                await control.And(control.Page.Locator($"[value=\"{field.Choice}\"]")).First.CheckAsync();
                break;
            case "checkbox":
                await control.First.CheckAsync();
                break;
            case "select":
                await control.First.SelectOptionAsync(new SelectOptionValue { Value = field.Choice });
                break;
            case "file":
                await control.First.SetInputFilesAsync(Definition());
                break;
            default:
                await control.First.FillAsync(TextFor(field));
                break;
        }
    }

    private string TextFor(Field field)
    {
        if (_inParticular.FirstOrDefault(known => field.Name.EndsWith(known.Key, StringComparison.Ordinal)).Value is { } answer) return answer;
        if (field.Value.Length > 0) return field.Value;
        if (_wiped.TryGetValue(field.Name, out var stood)) return stood;
        return field.Kind switch
        {
            "date" => Iso(DayFor(field)),
            "time" => "09:30",
            "number" => field.Min ?? "1",
            "email" => "iemand@voorbeeld.example",
            "tel" => "0612345678",
            _ => Shortened($"Antwoord op: {field.Label}", field.MaxLength),
        };
    }

    /// <summary>What was, was today; what is planned is on the next working day that may be.</summary>
    private DateOnly DayFor(Field field)
    {
        var (first, last) = (Day(field.Min), Day(field.Max));
        if (first is { } earliest && (last is null || earliest > today)) return WorkingCalendar.OfLaw.Add(earliest, 1);
        return last < today ? last.Value : today;

        static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string Shortened(string text, int length) => text.Length > length ? text[..length] : text;

    /// <summary>A definition, the only file that is asked for: the shipped cycle, with other words in it.</summary>
    private static FilePayload Definition() => new()
    {
        Name = "regulatieve-cyclus.json",
        MimeType = "application/json",
        Buffer = Encoding.UTF8.GetBytes(Repository.Read("workflows/regulatieve-cyclus/regulatieve-cyclus.json").Replace("Vrijwilliger zoeken", "Een vrijwilliger zoeken", StringComparison.Ordinal)),
    };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<Field[]> FieldsAsync(ILocator form) => JsonSerializer.Deserialize<Field[]>(await form.EvaluateAsync<string>(
        """
        (form) => {
          const fields = new Map();
          for (const e of form.elements) {
            if (!e.name || e.type === "hidden" || ["BUTTON", "FIELDSET"].includes(e.tagName) || fields.has(e.name)) continue;
            // What stands there already stays, save that one goes on in the language that one reads.
            const chosen = e.name.endsWith("Language") ? document.documentElement.lang
              : e.type === "radio" ? [...form.elements].find((o) => o.name === e.name && o.checked)?.value : null;
            const options = e.tagName === "SELECT" ? [...e.options].map((o) => o.value).filter(Boolean)
              : e.type === "radio" ? [...form.elements].filter((o) => o.name === e.name).map((o) => o.value) : [];
            const label = (e.type === "radio" ? e.closest("fieldset")?.querySelector("legend") : e.labels?.[0])?.firstChild?.textContent ?? e.getAttribute("aria-label") ?? "";
            fields.set(e.name, {
              name: e.name,
              kind: e.tagName === "SELECT" ? "select" : e.tagName === "TEXTAREA" ? "text" : e.type,
              label: label.trim(),
              value: e.value,
              choice: chosen ?? options[0] ?? null,
              min: e.min || null,
              max: e.max || null,
              maxLength: e.maxLength > 0 ? e.maxLength : 200,
            });
          }
          return JSON.stringify([...fields.values()]);
        }
        """), JsonSerializerOptions.Web)!;

    private sealed record Field(string Name, string Kind, string Label, string Value, string? Choice, string? Min, string? Max, int MaxLength);
}
