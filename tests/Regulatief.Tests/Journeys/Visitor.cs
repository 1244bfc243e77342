using Microsoft.Playwright;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>One person before a browser: logs in as one of the demo's roles, fills in what a page asks, and finds each page they see accessible.</summary>
internal sealed class Visitor(IPage page, string role)
{
    private readonly HashSet<string> _judged = [];

    public IPage Page => page;

    public Task<string> HeadingAsync() => page.Locator("h1").First.InnerTextAsync();

    public async Task LogInAsync()
    {
        await page.GotoAsync("/inloggen");
        await JudgeAsync();
        await page.ClickAsync($"button[name=userName][value={role}]");
    }

    public async Task OpenAsync(string path)
    {
        var answer = await page.GotoAsync(path);
        answer!.Status.ShouldBe(200, $"{role} opened {path}");
        await JudgeAsync();
    }

    /// <summary>Opens the task with this title from the own worklist, as one does all day.</summary>
    public async Task OpenTaskAsync(string title, int caseNumber)
    {
        await OpenAsync("/");
        await page.Locator("main tr, main li").Filter(new() { HasText = title }).Filter(new() { HasText = $"{caseNumber}" }).Locator("a[href^='/taken/']").First.ClickAsync();
        await JudgeAsync();
    }

    /// <summary>Answers by the fields' names: text and dates as they are, a choice by its value, a box by <c>true</c>.</summary>
    public async Task FillAsync(params (string Name, string Value)[] answers)
    {
        foreach (var (name, value) in answers)
        {
            var field = page.Locator($"main [name='{name}']:not([type=hidden])");
            var kind = await field.First.EvaluateAsync<string>("e => e.tagName === 'INPUT' ? e.type : e.tagName");
            switch (kind)
            {
                case "radio":
                case "checkbox" when value != "true":
                    await page.Locator($"main [name='{name}'][value='{value}']").CheckAsync();
                    break;
                case "checkbox":
                    await field.First.CheckAsync();
                    break;
                case "SELECT":
                    await field.First.SelectOptionAsync(new SelectOptionValue { Value = value });
                    break;
                default:
                    await field.First.FillAsync(value);
                    break;
            }
        }
    }

    /// <summary>Sends the form and waits for the page that follows.</summary>
    public async Task SendAsync(string button = "main form.form .actions .utrecht-button--primary-action")
    {
        // Listened for before the click: who begins to wait as the event comes misses it.
        var there = new TaskCompletionSource();
        void IsThere(object? sender, IPage loaded) => there.TrySetResult();
        page.DOMContentLoaded += IsThere;
        await page.Locator(button).First.ClickAsync();
        await there.Task.WaitAsync(TimeSpan.FromMinutes(1));
        page.DOMContentLoaded -= IsThere;
        await JudgeAsync();
    }

    /// <summary>Sends, and finds nothing wrong on the page that follows.</summary>
    public async Task SendWellAsync(string button = "main form.form .actions .utrecht-button--primary-action")
    {
        await SendAsync(button);
        var errors = await page.Locator(".error-summary").AllInnerTextsAsync();
        errors.ShouldBeEmpty($"{role} at {page.Url}");
    }

    /// <summary>Moves the demo's clock, as a visitor does with the button in the bar.</summary>
    public async Task WeeksLaterAsync(int weeks)
    {
        for (var week = 0; week < weeks; week++)
        {
            var today = await page.Locator(".environment__notice strong").InnerTextAsync();
            await page.Locator(".environment__button[value='7']").ClickAsync();
            await Assertions.Expect(page.Locator(".environment__notice strong")).Not.ToHaveTextAsync(today, new() { Timeout = 60_000 });
        }
    }

    public async Task<DateOnly> TodayAsync() =>
        DateOnly.ParseExact(
            await page.Locator(".environment__notice strong").InnerTextAsync(), "dddd d MMMM yyyy", System.Globalization.CultureInfo.GetCultureInfo("nl-NL"));

    public async Task<string> TextAsync() => await page.Locator("main").InnerTextAsync();

    // A page is judged once per visitor and shape: ids in its address do not make it another.
    private async Task JudgeAsync()
    {
        var shape = System.Text.RegularExpressions.Regex.Replace(new Uri(page.Url).AbsolutePath, "[0-9a-f-]{36}", "id") + await page.Locator("h1").First.InnerTextAsync();
        if (!_judged.Add(shape)) return;

        (await page.ViolationsAsync(Axe.Wcag)).ShouldBeEmpty(page.Url);
    }
}
