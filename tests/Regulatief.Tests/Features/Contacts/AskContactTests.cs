using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Features.CaseActions;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Contacts;

namespace Regulatief.Tests.Features.Contacts;

public sealed class AskContactTests(SqliteHost host) : CaseActionTest(host)
{
    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Fact]
    public async Task AskContact_WhereItCannotBe_IsRefused()
    {
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(Asking()));
        foreach (var account in new[] { _case.Coordinator, _case.Client! }) (await RefusalOf(As(account).SendAsync(Asking()))).ShouldBe("role-may-not");
        var alone = await Given(A.Case().LedBy(_case.Officer));
        (await RefusalOf(As(_case.Officer).SendAsync(Asking() with { CaseId = alone.Id }))).ShouldBe("case-no-volunteer");
        await As(_case.Officer).SendAsync(Asking());
        (await RefusalOf(As(_case.Officer).SendAsync(Asking()))).ShouldBe("contact-request-open");
    }

    [Fact]
    public async Task AskContact_BadInput_IsRefusedAtItsFields() =>
        (await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(new AskContactCommand(_case.Id, " ", null, 11)))).Errors.Select(e => e.PropertyName)
            .ShouldBe(["Words", "Way", "TermInWorkingDays"]);

    [Theory]
    [InlineData(AccountRole.Volunteer, AccountRole.ProbationOfficer, "De vrijwilliger vraagt om contact")]
    [InlineData(AccountRole.ProbationOfficer, AccountRole.Volunteer, "De professional vraagt om contact")]
    public async Task AskContact_OfEachOther_IsATaskOfTheOtherWithItsTerm(AccountRole by, AccountRole of, string title)
    {
        await As(_case.AccountOf(by)).SendAsync(Asking());

        var task = await OpenTask(_case, HumanTaskKind.ContactRequest);
        (task.Role, task.Title, task.DueOn).ShouldBe((of, title, new DateOnly(2026, 11, 26)));
        (await Read(db => db.DueWork.Where(w => w.SubjectId == task.Id.Value).Select(w => w.Kind).ToListAsync(Cancel))).ShouldBe([DueWorkKind.TaskReminder, DueWorkKind.TaskEscalation], ignoreOrder: true);
    }

    [Fact]
    public async Task AskContact_NotAnswered_RemindsAndEscalates()
    {
        await As(_case.Volunteer.Account).SendAsync(Asking());

        await Host.PassAsync(TimeSpan.FromDays(1));
        (await NoticesOf(_case.Officer)).ShouldBe([NoticeKind.TaskReminder]);
        await Host.PassAsync(TimeSpan.FromDays(2));
        (await NoticesOf(_case.Coordinator)).ShouldBe([NoticeKind.TaskEscalated]);
    }

    [Fact]
    public async Task AskContact_Answered_TellsTheAskerWhoReadsIt()
    {
        var (officer, volunteer) = (await As(_case.Officer).BrowseAsync(), await As(_case.Volunteer.Account).BrowseAsync());
        var asked = await volunteer.SubmitAsync(await volunteer.OpenAsync($"/trajecten/{_case.Id}/contact"), new() { ["Form.Words"] = "Over de afspraak van vrijdag.", ["Form.Way"] = "Phone" });
        asked.Text.ShouldContain("Uw vraag om contact is verstuurd.");

        var form = await officer.OpenAsync($"/taken/{(await OpenTask(_case, HumanTaskKind.ContactRequest)).Id}");
        form.Text.ShouldContain("Over de afspraak van vrijdag.");
        await officer.SubmitAsync(form, new() { ["Answers.IsMade"] = "true", ["Answers.On"] = "2026-11-24", ["Answers.Way"] = "Phone" });

        (await NoticesOf(_case.Volunteer.Account)).ShouldBe([NoticeKind.ContactAnswered]);
        (await volunteer.OpenAsync("/")).Text.ShouldContain("Uw vraag om contact is beantwoord");
        (await volunteer.OpenAsync($"/trajecten/{_case.Id}/contact")).Text.ShouldContain("Er was contact op dinsdag 24 november 2026: Bellen.");
    }

    [Fact]
    public async Task AskContact_CannotBe_AsksWhy()
    {
        await As(_case.Officer).SendAsync(Asking());

        (await Should.ThrowAsync<ValidationException>(Complete(_case, HumanTaskKind.ContactRequest, new ContactRequestAnswers { IsMade = false }))).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("Reason");
        (await Should.ThrowAsync<ValidationException>(Complete(_case, HumanTaskKind.ContactRequest, new ContactRequestAnswers { IsMade = true }))).Errors.Select(e => e.PropertyName).ShouldBe(["On", "Way"]);
        (await Complete(_case, HumanTaskKind.ContactRequest, new ContactRequestAnswers { IsMade = false, Reason = "Met vakantie." })).Outcome.ShouldBe("NotPossible");
        (await NoticesOf(_case.Officer)).ShouldBe([NoticeKind.ContactAnswered]);
        (await As(_case.Officer).SendAsync(new ContactRequestsPageQuery(_case.Id))).Requests.ShouldHaveSingleItem().Reason.ShouldBe("Met vakantie.");
    }

    [Fact]
    public async Task AskContact_ThroughTheCoordinator_IsPassedOnWithItsTermAnew()
    {
        await Read(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.ContactRoute, ContactRoute.ThroughCoordinator), Cancel));
        await As(_case.Volunteer.Account).SendAsync(Asking());
        (await OpenTask(_case, HumanTaskKind.PassOnContact)).Role.ShouldBe(AccountRole.Coordinator);
        (await As(_case.Volunteer.Account).SendAsync(new ContactRequestsPageQuery(_case.Id))).Requests.Single().Status.ShouldBe(AskedContactStatus.WithCoordinator);

        Clock.Advance(TimeSpan.FromDays(1));
        var coordinator = await As(_case.Coordinator).BrowseAsync();
        await coordinator.SubmitAsync(await coordinator.OpenAsync($"/taken/{(await OpenTask(_case, HumanTaskKind.PassOnContact)).Id}"), new() { ["Answers.PassesOn"] = "true" });

        var task = await OpenTask(_case, HumanTaskKind.ContactRequest);
        (task.Role, task.DueOn).ShouldBe((AccountRole.ProbationOfficer, new DateOnly(2026, 11, 27)));
        (await Complete(_case, HumanTaskKind.ContactRequest, new ContactRequestAnswers { IsMade = true, On = Today.AddDays(1), Way = ContactWay.Email })).Outcome.ShouldBe("Made");
    }

    [Fact]
    public async Task AskContact_NotPassedOn_TellsTheAskerWhy()
    {
        await Read(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.ContactRoute, ContactRoute.ThroughCoordinator), Cancel));
        await As(_case.Officer).SendAsync(Asking());

        (await Complete(_case, HumanTaskKind.PassOnContact, new PassOnContactAnswers { PassesOn = false, Reason = "De vrijwilliger is ziek." })).Outcome.ShouldBe("NotPassedOn");

        (await NoticesOf(_case.Officer)).ShouldBe([NoticeKind.ContactAnswered]);
        (await Read(db => db.HumanTasks.CountAsync(t => t.Kind == HumanTaskKind.ContactRequest, Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task AskContact_CaseEnds_IsCalledOff()
    {
        await As(_case.Officer).SendAsync(Asking());

        await Complete(_case, HumanTaskKind.Intake, new Regulatief.Cases.Intakes.IntakeAnswers { GoesOn = false, WithdrawnReason = "Toch niet." });

        await ShouldBeCalledOff(_case);
    }

    [Fact]
    public async Task AskContact_VolunteerLeaves_IsCalledOffAndNotTheSuccessors()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        await As(@case.Officer).SendAsync(Asking() with { CaseId = @case.Id });
        var successor = await Given(A.Volunteer().In(@case.Project));
        await As(@case.Officer).SendAsync(new LetVolunteerLeaveCommand(@case.Id, Reason));

        Clock.Advance(TimeSpan.FromHours(1));
        await Complete(@case, HumanTaskKind.VolunteerHandover, StepAnswers.Handover(successor.Id, Today));

        await ShouldBeCalledOff(@case);
        (await As(successor.Account).SendAsync(new ContactRequestsPageQuery(@case.Id))).Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task TakeBackContactRequest_OfAnotherOrAnswered_IsRefused()
    {
        var request = await As(_case.Volunteer.Account).SendAsync(Asking());
        (await RefusalOf(As(_case.Officer).SendAsync(TakingBack(request)))).ShouldBe("contact-request-not-yours");
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(TakingBack(request)));
        await Complete(_case, HumanTaskKind.ContactRequest, new ContactRequestAnswers { IsMade = true, On = Today, Way = ContactWay.Phone });

        (await RefusalOf(As(_case.Volunteer.Account).SendAsync(TakingBack(request)))).ShouldBe("contact-request-over");
    }

    [Fact]
    public async Task TakeBackContactRequest_ByThePage_CallsTheTaskOffAndTellsWhoWasAsked()
    {
        var request = await As(_case.Volunteer.Account).SendAsync(Asking());
        await Host.PassAsync(TimeSpan.FromDays(1));
        (await NoticesOf(_case.Officer)).ShouldBe([NoticeKind.TaskReminder]);

        var volunteer = await As(_case.Volunteer.Account).BrowseAsync();
        var page = await volunteer.SubmitAsync(await volunteer.OpenAsync($"/trajecten/{_case.Id}/contact"), [], $"form[action$='/contact/{request}/intrekken']");

        page.Text.ShouldContain("Uw vraag om contact is ingetrokken.");
        page.Text.ShouldContain("Ingetrokken door wie het vroeg.");
        (await Read(db => db.HumanTasks.SingleAsync(t => t.Kind == HumanTaskKind.ContactRequest, Cancel))).Status.ShouldBe(HumanTaskStatus.Cancelled);
        (await NoticesOf(_case.Officer)).ShouldBe([NoticeKind.ContactTakenBack]);
        (await Read(db => db.AuditEntries.Where(e => e.Action == nameof(TakeBackContactRequestCommand)).Select(e => e.CaseId).SingleAsync(Cancel))).ShouldBe(_case.Id);
        await As(_case.Volunteer.Account).SendAsync(Asking());
    }

    [Fact]
    public async Task TakeBackContactRequest_ByTheApi_IsTakenBackOnce()
    {
        var request = await As(_case.Officer).SendAsync(Asking());
        var api = await As(_case.Officer).ApiAsync();
        var address = $"/api/v1/cases/{_case.Id}/contact-requests/{request}/take-back";

        (await api.PostAsync(address, new { })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await api.PostAsync(address, new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task AskContact_ByTheApi_IsListedThere()
    {
        var api = await As(_case.Volunteer.Account).ApiAsync();
        var address = $"/api/v1/cases/{_case.Id}/contact-requests";

        (await api.PostAsync(address, new { words = "Even bellen?", way = "Phone" })).StatusCode.ShouldBe(HttpStatusCode.Created);

        var listed = (await (await api.GetAsync(new Uri(address, UriKind.Relative), Cancel)).JsonAsync())[0]!;
        ((string?)listed["words"], (string?)listed["status"]).ShouldBe(("Even bellen?", "Waiting"));
    }

    private TakeBackContactRequestCommand TakingBack(Guid request) => new(_case.Id, request);

    private AskContactCommand Asking() => new(_case.Id, "Over de afspraak van vrijdag.", ContactWay.Phone);

    private async Task ShouldBeCalledOff(CaseUnderTest @case)
    {
        var task = await Read(db => db.HumanTasks.SingleAsync(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.ContactRequest, Cancel));
        task.Status.ShouldBe(HumanTaskStatus.Cancelled);
        (await Read(db => db.DueWork.CountAsync(w => w.SubjectId == task.Id.Value, Cancel))).ShouldBe(0);
        (await As(@case.Officer).SendAsync(new ContactRequestsPageQuery(@case.Id))).Requests.Single().Status.ShouldBe(AskedContactStatus.CalledOff);
    }

    private Task<List<NoticeKind>> NoticesOf(Account account) => Read(db => db.Notices.Where(n => n.AccountId == account.Id).OrderBy(n => n.At).Select(n => n.Kind).ToListAsync(Cancel));

    private static async Task<string> RefusalOf(Task attempt) => (await Should.ThrowAsync<CaseRuleException>(attempt)).Code;
}
