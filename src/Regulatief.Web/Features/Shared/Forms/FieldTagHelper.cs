using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>A question with its label, hint and error, tied to the control so that a screen reader says them together.</summary>
/// <remarks>
/// Everything is required unless <see cref="Optional"/> or asked only in a case that <see cref="WhenKey"/> names; only those say so. The
/// server judges; the browser's own checks are off (see <see cref="PostFormTagHelper"/>), because they speak another language and style.
/// </remarks>
public abstract class FieldTagHelper(Texts texts) : TagHelper
{
    [HtmlAttributeName("for")]
    public required ModelExpression For { get; set; }

    /// <summary>The key of the question's text. Use <see cref="Label"/> instead for a text with a name or number in it.</summary>
    public string? LabelKey { get; set; }

    public string? Label { get; set; }

    public string? HintKey { get; set; }

    public string? Hint { get; set; }

    public bool Optional { get; set; }

    /// <summary>The key of the words that say when it is asked: "alleen als het gesprek niet doorging".</summary>
    public string? WhenKey { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    protected Texts Texts => texts;

    protected string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    protected string Id => IdOf(Name);

    /// <summary>The id of the control that is called so: what an error in the summary links to.</summary>
    internal static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "_");

    /// <summary>What the fields of this page ask, by their names, in the order in which they stand on it.</summary>
    internal static OrderedDictionary<string, string> QuestionsOf(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(FieldTagHelper), out var known)) return (OrderedDictionary<string, string>)known!;
        var questions = new OrderedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        context.Items[typeof(FieldTagHelper)] = questions;
        return questions;
    }

    /// <summary>What was typed, if the form came back; else the model's value. Invariant, as HTML wants it.</summary>
    protected string? Value =>
        ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.RawValue is not null ? entry.AttemptedValue : Written(For.Model);

    /// <summary>The same for a question with several answers.</summary>
    protected IReadOnlySet<string> Values
    {
        get
        {
            var values = ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.RawValue is not null
                ? entry.RawValue as IEnumerable<string> ?? [(string)entry.RawValue]
                : (For.Model as System.Collections.IEnumerable)?.Cast<object?>().Select(Written);
            return (values ?? []).OfType<string>().ToHashSet(StringComparer.Ordinal);
        }
    }

    protected Type ValueType => Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) ?? For.ModelExplorer.ModelType;

    private string? Error =>
        ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.ValidationState == ModelValidationState.Invalid
            ? string.Join(" ", entry.Errors.Select(error => error.ErrorMessage).Where(message => message.Length > 0))
            : null;

    protected bool IsInvalid => Error is not null;

    protected string? DescribedBy
    {
        get
        {
            var ids = new[] { HasHint ? $"{Id}-hint" : null, IsInvalid ? $"{Id}-error" : null };
            var present = string.Join(' ', ids.OfType<string>());
            return present.Length > 0 ? present : null;
        }
    }

    private bool IsRequired => !Optional && WhenKey is null;

    private bool HasHint => Hint is not null || HintKey is not null;

    private string LabelText => Label ?? texts[LabelKey ?? throw new InvalidOperationException($"Field '{Name}' has no label or label-key.")];

    /// <summary>A field around one control: div, label, hint, error, control.</summary>
    protected void WriteField(TagHelperOutput output, TagBuilder control, params IEnumerable<TagBuilder> besides)
    {
        Open(output, "div", "field");
        var label = Element("label", "utrecht-form-label", "field__label");
        label.Attributes["for"] = Id;
        AppendLabel(label);
        output.Content.AppendHtml(label);
        AppendHintAndError(output);

        control.MergeAttribute("id", Id);
        control.MergeAttribute("name", Name);
        Describe(control);
        output.Content.AppendHtml(control);
        foreach (var beside in besides)
            output.Content.AppendHtml(beside);
    }

    /// <summary>A field around several controls: fieldset, legend, hint, error, controls.</summary>
    protected void WriteGroup(TagHelperOutput output, string? role, TagBuilder controls)
    {
        Open(output, "fieldset", "field");
        if (role is not null)
        {
            output.Attributes.SetAttribute("role", role);
            if (IsRequired)
                output.Attributes.SetAttribute("aria-required", "true");
            if (IsInvalid)
                output.Attributes.SetAttribute("aria-invalid", "true");
        }

        if (DescribedBy is { } describedBy)
            output.Attributes.SetAttribute("aria-describedby", describedBy);
        var legend = Element("legend", "utrecht-form-label", "field__label");
        AppendLabel(legend);
        output.Content.AppendHtml(legend);
        AppendHintAndError(output);
        output.Content.AppendHtml(controls);
    }

    /// <summary>A radio or checkbox with its text. The first of a group carries the group's id, so that the summary can link to it.</summary>
    protected TagBuilder Choice(string type, int index, string value, string text, bool isChosen, string? description = null)
    {
        var id = index == 0 ? Id : $"{Id}-{index + 1}";
        var input = Element("input", type == "radio" ? "utrecht-radio-button" : "utrecht-checkbox", "choice__input");
        if (type == "radio")
            input.AddCssClass("utrecht-radio-button--html-input");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        input.MergeAttribute("type", type);
        input.MergeAttribute("id", id);
        input.MergeAttribute("name", Name);
        input.MergeAttribute("value", value);
        if (isChosen)
            input.MergeAttribute("checked", "checked");

        var label = Element("label", "choice__label");
        label.MergeAttribute("for", id);
        label.InnerHtml.Append(text);
        if (description is not null)
        {
            var more = Element("span", "choice__description");
            more.InnerHtml.Append(description);
            label.InnerHtml.AppendHtml(more);
        }

        var choice = Element("div", "choice");
        choice.InnerHtml.AppendHtml(input).AppendHtml(label);
        return choice;
    }

    protected void Describe(TagBuilder control)
    {
        if (IsRequired)
            control.MergeAttribute("aria-required", "true");
        if (IsInvalid)
            control.MergeAttribute("aria-invalid", "true");
        if (DescribedBy is { } describedBy)
            control.MergeAttribute("aria-describedby", describedBy);
    }

    /// <summary>Says to model binding that this value is written as HTML writes it, not as the language of the request does.</summary>
    protected TagBuilder InvariantMark()
    {
        var mark = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        mark.MergeAttribute("type", "hidden");
        mark.MergeAttribute("name", "__Invariant");
        mark.MergeAttribute("value", Name);
        return mark;
    }

    internal static TagBuilder Element(string name, params ReadOnlySpan<string> classes)
    {
        var element = new TagBuilder(name);
        foreach (var cssClass in classes)
            element.AddCssClass(cssClass);
        return element;
    }

    protected static string? Written(object? value) => value switch
    {
        null => null,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        Enum named => named.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private void Open(TagHelperOutput output, string tag, string cssClass)
    {
        output.TagName = tag;
        output.TagMode = TagMode.StartTagAndEndTag;
        var extra = output.Attributes["class"]?.Value;
        output.Attributes.SetAttribute("class", $"{cssClass}{(IsInvalid ? $" {cssClass}--invalid" : "")}{(extra is null ? "" : $" {extra}")}");
    }

    private void AppendLabel(TagBuilder label)
    {
        QuestionsOf(ViewContext.HttpContext).TryAdd(Name, LabelText);
        label.InnerHtml.Append(LabelText);
        if (IsRequired)
            return;

        var optional = Element("span", "field__optional");
        optional.InnerHtml.Append($" ({texts[WhenKey ?? "Form.Optional"]})");
        label.InnerHtml.AppendHtml(optional);
    }

    private void AppendHintAndError(TagHelperOutput output)
    {
        if (HasHint)
        {
            var hint = Element("p", "field__hint");
            hint.MergeAttribute("id", $"{Id}-hint");
            hint.InnerHtml.Append(Hint ?? texts[HintKey!]);
            output.Content.AppendHtml(hint);
        }

        if (Error is { } message)
        {
            var error = Element("p", "field__error");
            error.MergeAttribute("id", $"{Id}-error");
            var prefix = Element("span", "visually-hidden");
            prefix.InnerHtml.Append($"{texts["Form.Error"]} ");
            error.InnerHtml.AppendHtml(prefix).Append(message);
            output.Content.AppendHtml(error);
        }
    }
}
