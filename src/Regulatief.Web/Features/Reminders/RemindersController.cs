using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reminders;

/// <summary>What somebody keeps of a case for themselves.</summary>
[Authorize(Policies.AroundClient)]
public sealed class RemindersController(Texts texts) : PageController
{
    private const string Address = "/trajecten/{id:guid}/voor-mijzelf";

    [HttpGet(Address)]
    public async Task<IActionResult> Show(Guid id) => View("ForMyself", await PageOf(id));

    [HttpPost(Address + "/notities")]
    public Task<IActionResult> WriteNote(Guid id, [Bind(Prefix = nameof(ForMyself.Note))] NoteFields form) => SendAsync(
        new WriteNoteCommand(CaseId.From(id), form.Words), _ => Done(id, "Reminders.NoteWritten"),
        async () => View("ForMyself", await PageOf(id) with { Note = form }), $"{nameof(ForMyself.Note)}.");

    [HttpPost(Address + "/notities/{note:guid}/weggooien")]
    public Task<IActionResult> RemoveNote(Guid id, Guid note) => SendAsync(new RemoveNoteCommand(CaseId.From(id), note), _ => Done(id, "Reminders.NoteRemoved"), () => Show(id));

    [HttpPost(Address + "/herinneringen")]
    public Task<IActionResult> Make(Guid id, [Bind(Prefix = nameof(ForMyself.Form))] ReminderFields form) => SendAsync(
        form.For(id), _ => Done(id, "Reminders.Made"), async () => View("ForMyself", await PageOf(id) with { Form = form }), $"{nameof(ForMyself.Form)}.");

    [HttpPost(Address + "/herinneringen/{reminder:guid}/weggooien")]
    public Task<IActionResult> RemoveReminder(Guid id, Guid reminder) =>
        SendAsync(new RemoveReminderCommand(CaseId.From(id), reminder), _ => Done(id, "Reminders.ReminderRemoved"), () => Show(id));

    private Task<ForMyself> PageOf(Guid id) => Mediator.Send(new ForMyselfQuery(CaseId.From(id)), HttpContext.RequestAborted);

    private LocalRedirectResult Done(Guid id, string key)
    {
        TempData["Notice"] = texts[key];
        return LocalRedirect($"/trajecten/{id}/voor-mijzelf");
    }
}
