using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reminders;

public sealed record OwnId(Guid Id);

/// <param name="Notes">The newest first.</param>
public sealed record OwnOfCase(IReadOnlyList<ShownNote> Notes, IReadOnlyList<ShownReminder> Reminders);

[Authorize(Policies.AroundClient)]
public sealed class RemindersApiController : ApiController
{
    /// <summary>The caller's own notes of a case, and what they have themselves reminded of. Nobody else reads them.</summary>
    [HttpGet("cases/{id:guid}/own")]
    public async Task<OwnOfCase> Show(Guid id)
    {
        var own = await SendAsync(new ForMyselfQuery(CaseId.From(id)));
        return new OwnOfCase(own.Notes, own.Reminders);
    }

    [HttpPost("cases/{id:guid}/own/notes")]
    public async Task<IActionResult> WriteNote(Guid id, NoteFields body) => Made(id, await SendAsync(new WriteNoteCommand(CaseId.From(id), body.Words)));

    [HttpPost("cases/{id:guid}/own/notes/{note:guid}/remove")]
    public async Task<IActionResult> RemoveNote(Guid id, Guid note)
    {
        await SendAsync(new RemoveNoteCommand(CaseId.From(id), note));
        return NoContent();
    }

    /// <summary>Once, or again: <c>repeat</c> with <c>lastOn</c>, or a <c>rule</c> as iCalendar writes it (RRULE) with its COUNT or UNTIL.</summary>
    [HttpPost("cases/{id:guid}/own/reminders")]
    public async Task<IActionResult> Make(Guid id, ReminderFields body) => Made(id, await SendAsync(body.For(id)));

    [HttpPost("cases/{id:guid}/own/reminders/{reminder:guid}/remove")]
    public async Task<IActionResult> RemoveReminder(Guid id, Guid reminder)
    {
        await SendAsync(new RemoveReminderCommand(CaseId.From(id), reminder));
        return NoContent();
    }

    private CreatedResult Made(Guid caseId, Guid id) => Created($"/api/v1/cases/{caseId}/own", new OwnId(id));
}
