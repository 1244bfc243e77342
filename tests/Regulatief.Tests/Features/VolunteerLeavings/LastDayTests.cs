using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.Housekeeping;
using Regulatief.Web.Features.Reminders;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Features.VolunteerActivities;
using Regulatief.Web.Features.VolunteerLeavings;

namespace Regulatief.Tests.Features.VolunteerLeavings;

/// <summary>When the last day is over: the rights end, the successor begins, and the own notes go as was chosen. Once.</summary>
public sealed class LastDayTests(SqliteHost host) : LeavingTest(host)
{
    private const string Note = "Niet vergeten: hij houdt van schaken.";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Leave();
    }

    [Fact]
    public async Task LastDay_StillOn_ChangesNothing()
    {
        await Succeeded();

        Clock.Advance(TimeSpan.FromDays(28));
        await Host.SweepAsync();

        (await CaseOf(Case)).CurrentAssignment!.VolunteerId.ShouldBe(Case.Volunteer.Id);
    }

    [Fact]
    public async Task LastDay_WithASuccessor_PairsThemAndTheCycleGoesOn()
    {
        var successor = await Succeeded();

        await ComeToTheDay();

        var @case = await CaseOf(Case);
        @case.CurrentAssignment!.VolunteerId.ShouldBe(successor.Id);
        @case.Assignments.Single(a => a.Until is not null).EndReason.ShouldBe(Reason);
        (await Stored()).Status.ShouldBe(LeavingStatus.Left);
        (await IsOpen(HumanTaskKind.VolunteerHandover)).ShouldBeFalse();
        (await OpenTask(Case, HumanTaskKind.StartContact)).Title.ShouldBe("Startcontact van opvolger en professional");
        (await NoticesOf(successor.Account)).ShouldContain(NoticeKind.SuccessionBegun);
        (await (await As(successor.Account).BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task LastDay_EndsTheRightsOfWhoLeft()
    {
        await ComeToTheDay();

        var browser = await Volunteer.BrowseAsync();
        foreach (var address in new[] { $"/trajecten/{Case.Id}", $"/trajecten/{Case.Id}/wisseling", $"/trajecten/{Case.Id}/voor-mijzelf" })
            (await browser.OpenAsync(address)).Status.ShouldBe(System.Net.HttpStatusCode.NotFound, address);
        await Should.ThrowAsync<NotFoundException>(Volunteer.SendAsync(new WriteForSuccessorCommand(Case.Id, "Nog iets.")));
    }

    [Fact]
    public async Task LastDay_NobodyFound_OpensTheHandoverAndCallsTheSearchOff()
    {
        await ComeToTheDay();

        (await CaseOf(Case)).CurrentAssignment.ShouldBeNull();
        (await IsOpen(HumanTaskKind.Successor)).ShouldBeFalse();
        (await (await Coordinator.BrowseAsync()).OpenAsync($"/taken/{(await OpenTask(Case, HumanTaskKind.VolunteerHandover)).Id}")).Text.ShouldContain("De vorige vrijwilliger is al gestopt.");
    }

    [Fact]
    public async Task LastDay_SuccessorCannotAnyMore_IsToldAndFoundAtTheHandover()
    {
        var successor = await Succeeded();
        await Read(db => db.Volunteers.Where(v => v.Id == successor.Id).ExecuteUpdateAsync(set => set.SetProperty(v => v.IsActive, false), Cancel));

        await ComeToTheDay();

        (await CaseOf(Case)).CurrentAssignment.ShouldBeNull();
        (await IsOpen(HumanTaskKind.VolunteerHandover)).ShouldBeTrue();
        (await NoticesOf(Case.Coordinator)).ShouldContain(NoticeKind.SuccessorFellOut);
    }

    // A process that was killed in the middle left nothing; one that was killed after it left nothing to do.
    [Fact]
    public async Task LastDay_KeptTwice_IsDoneOnce()
    {
        var successor = await Succeeded();
        var promise = (await Promised())!.Id;
        Clock.Advance(TimeSpan.FromDays(29));

        foreach (var _ in Enumerable.Range(0, 2)) await Host.SendAsync(Actor.System, new PerformDueWorkCommand(promise));

        (await CaseOf(Case)).Assignments.ConvertAll(a => a.VolunteerId).ShouldBe([Case.Volunteer.Id, successor.Id], ignoreOrder: true);
        (await Read(db => db.Timeline.CountAsync(e => e.Kind == TimelineKind.VolunteerReplaced, Cancel))).ShouldBe(1);
        (await Read(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.VolunteerLeaving, Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task LastDay_CaseClosedMeanwhile_EndsThePairingAlone()
    {
        await Succeeded();
        await Read(db => db.Cases.Where(c => c.Id == Case.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, Clock.GetUtcNow()).SetProperty(c => c.Phase, CasePhase.Closed), Cancel));

        await ComeToTheDay();

        (await CaseOf(Case)).CurrentAssignment.ShouldBeNull();
    }

    [Fact]
    public async Task LastDay_UndecidedSignal_IsShownToItsVolunteerAndWithdrawn()
    {
        var signal = await Volunteer.SendAsync(new NoteRiskSignalCommand(Case.Id, RiskSignalKind.PossibleRelapse, "Iets gezien.", SignalSeverity.Worrying, new(2026, 11, 23)));
        (await (await Volunteer.BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}/wisseling")).Document.QuerySelector($"a[href='/signalen/{signal}']").ShouldNotBeNull();
        (await (await Officer.BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}/wisseling")).Document.QuerySelector($"a[href='/signalen/{signal}']").ShouldBeNull();
        var successor = await Succeeded();

        await ComeToTheDay();

        (await Read(db => db.RiskSignals.SingleAsync(s => s.Id == signal, Cancel))).Status.ShouldBe(RiskSignalStatus.Withdrawn);
        (await (await As(successor.Account).BrowseAsync()).OpenAsync($"/signalen/{signal}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OwnNotes_NothingChosen_AreTakenAlongForAMonthAndThenGone()
    {
        await WriteNotes();

        await ComeToTheDay();

        var browser = await Volunteer.BrowseAsync();
        (await browser.OpenAsync("/mijn-notities")).Text.ShouldContain(Note);
        (await browser.Http.GetStringAsync(new Uri("/mijn-notities/bestand", UriKind.Relative), Cancel)).ShouldContain(Note);
        await Host.SendAsync(Actor.System, new ClearAwayCommand());
        (await Read(db => db.OwnNotes.CountAsync(Cancel))).ShouldBe(1);
        Clock.Advance(TimeSpan.FromDays(30));
        (await Volunteer.SendAsync(new OwnNotesPageQuery())).Cases.ShouldBeEmpty();
        await Host.SendAsync(Actor.System, new ClearAwayCommand());
        (await Read(db => db.OwnNotes.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task ChooseOwnNotes_ThrownAway_AreGoneOnTheDay()
    {
        await WriteNotes();
        foreach (var person in new[] { Officer, Client }) (await RefusalOf(person.SendAsync(new ChooseOwnNotesCommand(Case.Id, true)))).ShouldBe("role-may-not");
        var browser = await Volunteer.BrowseAsync();
        await browser.SubmitAsync(await browser.OpenAsync($"/trajecten/{Case.Id}/wisseling"), new() { ["throwsAway"] = "true" });
        (await Volunteer.SendAsync(new OwnNotesPageQuery())).Cases.ShouldHaveSingleItem().Notes.Count.ShouldBe(2);

        await ComeToTheDay();

        (await Read(db => db.OwnNotes.CountAsync(Cancel))).ShouldBe(0);
        (await Read(db => db.VolunteerActivities.SingleAsync(Cancel))).Note.ShouldBeNull();
        (await Volunteer.SendAsync(new OwnNotesPageQuery())).Cases.ShouldBeEmpty();
    }

    private async Task WriteNotes()
    {
        await Volunteer.SendAsync(new WriteNoteCommand(Case.Id, Note));
        await Volunteer.SendAsync(new LogVolunteerActivityCommand(Case.Id, VolunteerActivityCategory.Talking, Today, 60, LocationType.PublicPlace, null, null, "Gezellig."));
    }
}
