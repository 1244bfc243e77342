using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Calendars;

namespace Regulatief.Web.Features.Meetings;

/// <summary>The fields of the form, as they were typed.</summary>
public sealed class MeetingForm
{
    private const int UsualMinutes = 60;

    public DateOnly? On { get; set; }

    public TimeOnly? At { get; set; }

    public int? Minutes { get; set; } = UsualMinutes;

    public LocationType? Place { get; set; }

    public string? PlaceInWords { get; set; }

    public string? Reason { get; set; }

    public bool Despite { get; set; }

    /// <summary>Where the form begins: what is proposed or agreed, else the day that the rhythm gives. What is over is left open.</summary>
    public static MeetingForm Of(MeetingPage meeting, DateOnly today)
    {
        var known = meeting.Proposal?.Time ?? meeting.Agreed;
        return new MeetingForm
        {
            On = (known?.On ?? meeting.PlannedOn) is var day && day >= today ? day : null,
            At = known is null ? null : LegalTime.TimeOf(known.StartsAt),
            Minutes = known?.Minutes ?? UsualMinutes,
            Place = known?.Place ?? meeting.AgreedPlace,
            PlaceInWords = known?.PlaceInWords,
        };
    }

    /// <summary>The same, for a button that asks for one of the alternatives.</summary>
    public static MeetingForm Of(MeetingTime time) => new()
    {
        On = time.On, At = LegalTime.TimeOf(time.StartsAt), Minutes = time.Minutes, Place = time.Place, PlaceInWords = time.PlaceInWords,
    };
}

/// <param name="Form">To ask for a time.</param>
/// <param name="CallOffReason">As it was typed; null when it was not being called off.</param>
public sealed record ShownMeeting(MeetingPage Meeting, MeetingForm Form, string? CallOffReason)
{
    /// <summary>Whether a time was asked for, and refused.</summary>
    public required bool WasRefused { get; init; }

    /// <summary>Whether something speaks against what was typed: then one is asked whether it is meant all the same.</summary>
    public required bool AsksDespite { get; init; }
}

/// <summary>When and where the three meet.</summary>
[Authorize(Policies.PartyOfCases)]
public sealed class MeetingsController(Texts texts, Dates dates, CalendarFile calendar, CalendarAddress address) : PageController
{
    private const string Page = "/driegesprekken/{id:guid}";

    [HttpGet(Page)]
    public Task<IActionResult> Show(Guid id) => PageAsync(id, null, null);

    [HttpPost(Page + "/voorstel")]
    public Task<IActionResult> Propose(Guid id, MeetingForm form) => SendAsync(
        new ProposeMeetingCommand(MeetingId.From(id), form.On, form.At, form.Minutes, form.Place, form.PlaceInWords, form.Reason, form.Despite),
        _ => Done(id, "Meetings.WasProposed"), () => PageAsync(id, form, null), "Form.");

    [HttpPost(Page + "/voorstel/{proposal:guid}/akkoord")]
    public Task<IActionResult> Agree(Guid id, Guid proposal, bool forClient) => SendAsync(
        new AgreeToMeetingCommand(MeetingId.From(id), MeetingProposalId.From(proposal), forClient),
        isAgreed => Done(id, isAgreed ? "Meetings.IsAgreed" : "Meetings.SaidYes"), () => Show(id));

    [HttpPost(Page + "/voorstel/{proposal:guid}/intrekken")]
    public Task<IActionResult> Withdraw(Guid id, Guid proposal) => SendAsync(
        new WithdrawProposalCommand(MeetingId.From(id), MeetingProposalId.From(proposal)), _ => Done(id, "Meetings.WasWithdrawn"), () => Show(id));

    [HttpPost(Page + "/afzeggen")]
    public Task<IActionResult> CallOff(Guid id, string? callOffReason) => SendAsync(
        new CallOffMeetingCommand(MeetingId.From(id), callOffReason), _ => Done(id, "Meetings.WasCalledOff"), () => PageAsync(id, null, callOffReason ?? ""), "CallOff");

    /// <summary>For the own calendar, by hand.</summary>
    [HttpGet(Page + "/afspraak.ics")]
    public async Task<IActionResult> Calendar(Guid id)
    {
        var entry = await Mediator.Send(new MeetingCalendarQuery(MeetingId.From(id)), HttpContext.RequestAborted);
        return File(System.Text.Encoding.UTF8.GetBytes(calendar.Published([entry], address.Of(Request))), CalendarFile.MediaType, "afspraak.ics");
    }

    private LocalRedirectResult Done(Guid id, string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect($"/driegesprekken/{id}");
    }

    private async Task<IActionResult> PageAsync(Guid id, MeetingForm? form, string? callOffReason)
    {
        var meeting = await Mediator.Send(new MeetingPageQuery(MeetingId.From(id)), HttpContext.RequestAborted);
        var isClient = User.IsInRole(nameof(AccountRole.Client));
        // What was said there, or that nobody came, stands with the case.
        if (meeting.Status != MeetingStatus.Planned) return LocalRedirect(isClient ? "/mijn-traject" : $"/trajecten/{meeting.CaseId}#driegesprekken");
        var asksDespite = form is not null && (form.Despite || ModelState.GetFieldValidationState("Form.Despite") == Microsoft.AspNetCore.Mvc.ModelBinding.ModelValidationState.Invalid);
        return View(isClient ? "MeetingPlain" : "MeetingPage", new ShownMeeting(meeting, form ?? MeetingForm.Of(meeting, dates.Today), callOffReason) { WasRefused = form is not null, AsksDespite = asksDespite });
    }
}
