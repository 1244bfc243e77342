using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Mails;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Features.Mails;

/// <summary>Who is mailed that notices wait, when, and what that mail does not say.</summary>
public sealed class NoticeMailTests(MailHost host) : IClassFixture<MailHost>, IAsyncLifetime
{
    private CaseUnderTest _case = null!;
    private Account _officer = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync(Cancel);
        host.Mailbox.Clear();
        host.Mailbox.Refuses = false;
        _case = await A.Case().Paired().InAsync(host);
        _officer = _case.Officer;
        await AddressAsync(_officer);
        await host.ReadAsync(db => db.Notices.ExecuteDeleteAsync(Cancel));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(NoticeMailPace.Daily, null, null, null, "DailyAt NotNull")]
    [InlineData(NoticeMailPace.AtOnce, null, "22:00", null, "QuietUntil NotNull")]
    [InlineData(NoticeMailPace.AtOnce, null, null, "07:00", "QuietFrom NotNull")]
    [InlineData(NoticeMailPace.AtOnce, null, "07:00", "07:00", "QuietUntil quiet-all-day")]
    [InlineData((NoticeMailPace)9, "08:00", null, null, "Pace Enum")]
    public async Task SaveNoticeMailing_WhatCannotBe_IsRefusedAtItsField(NoticeMailPace? pace, string? dailyAt, string? quietFrom, string? quietUntil, string expected)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(ChooseAsync(pace, dailyAt, quietFrom, quietUntil));

        refusal.Errors.Select(e => $"{e.PropertyName} {e.ErrorCode.Replace("Validator", "", StringComparison.Ordinal)}").ShouldContain(expected);
        (await host.ReadAsync(db => db.NoticeMailings.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task NoticeMails_WhoNeverChose_AreMailedOnceTheNextMorning()
    {
        await TellAsync(NoticeKind.TaskAssigned);
        await TellAsync(NoticeKind.MeetingProposed);
        (await PassAsync(TimeSpan.FromHours(1))).ShouldBe(0);

        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(1);
        var mail = host.Mailbox.Taken.ShouldHaveSingleItem();
        mail.Subject.ShouldBe("Er staan berichten voor u klaar in Regulatief");
        mail.TextBody.ShouldNotBeNull().ShouldContain(MailHost.Site);
        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);
    }

    [Fact]
    public async Task NoticeMails_AnyKind_NameNobodyAndNothing()
    {
        await ChooseAsync(NoticeMailPace.AtOnce);
        foreach (var kind in Enum.GetValues<NoticeKind>()) await TellAsync(kind);
        await PassAsync(TimeSpan.FromMinutes(1));

        var client = await host.ReadAsync(db => db.Clients.SingleAsync(Cancel));
        var volunteer = _case.Volunteer.Volunteer;
        foreach (var mail in host.Mailbox.Taken)
            foreach (var told in new[] { client.FirstName, client.LastName, volunteer.FirstName, volunteer.LastName, _officer.DisplayName, $"{_case.Number}", $"{_case.Id}" })
                $"{mail.Subject} {mail.TextBody}".ShouldNotContain(told);
        host.Mailbox.Taken.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task NoticeMails_ReadBeforeTheMailGoes_AreNotMailed()
    {
        await TellAsync(NoticeKind.TaskAssigned);
        await host.ReadAsync(db => db.Notices.ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, host.Clock.GetUtcNow()), Cancel));

        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);
    }

    [Fact]
    public async Task NoticeMails_WhoWantsNone_IsMailedOfDangerAlone()
    {
        await ChooseAsync(NoticeMailPace.Never);
        await TellAsync(NoticeKind.TaskAssigned);
        (await PassAsync(TimeSpan.FromDays(2))).ShouldBe(0);

        await TellAsync(NoticeKind.AcuteDanger);
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(1);
        host.Mailbox.Taken.ShouldHaveSingleItem().Subject.ShouldBe("Dringend: kijk nu in Regulatief");
    }

    [Fact]
    public async Task NoticeMails_KindThatOneCanDoWithout_IsNotMailed()
    {
        await host.WriteAsync(db => db.Add(new UnwantedNotice { AccountId = _officer.Id, Kind = NoticeKind.TaskReminder }));
        await TellAsync(NoticeKind.TaskReminder);

        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);
    }

    [Fact]
    public async Task NoticeMails_TopicThatOneWantsNoMailOf_IsNotMailed()
    {
        await host.As(_officer).SendAsync(new SaveNoticeMailingCommand { Pace = NoticeMailPace.AtOnce, MailAbout = [NoticeTopic.Signals] });
        await TellAsync(NoticeKind.TaskAssigned);
        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);

        await TellAsync(NoticeKind.SignalShared);
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(1);
    }

    [Fact]
    public async Task SaveNoticeMailing_MailOfNothing_IsRefusedAtItsField() =>
        (await Should.ThrowAsync<ValidationException>(host.As(_officer).SendAsync(new SaveNoticeMailingCommand { Pace = NoticeMailPace.AtOnce })))
            .Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}").ShouldBe(["MailAbout notice-topics"]);

    [Fact]
    public async Task NoticeMails_OfACaseThatOneWasKeptOutOfSince_AreNotMailed()
    {
        await TellAsync(NoticeKind.TaskAssigned);
        await host.WriteAsync(db => db.Add(new CaseAccess
        {
            CaseId = _case.Id, AccountId = _officer.Id, Role = null, Kind = CaseAccessKind.Exclusion, Reason = "Een bekende.", GivenById = _officer.Id, From = host.Clock.GetUtcNow(),
        }));

        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);
    }

    [Fact]
    public async Task NoticeMails_OfTheCasesOfAnAbsentOne_GoToWhoCovers()
    {
        var colleague = await A.Account(AccountRole.ProbationOfficer).InAsync(host);
        await AddressAsync(colleague);
        var today = host.Clock.Today();
        await host.As(_officer).SendAsync(new NameCoverCommand(null, colleague.Id, today, today.AddDays(7)));
        await host.ReadAsync(db => db.Notices.ExecuteDeleteAsync(Cancel));
        await TellAsync(NoticeKind.TaskAssigned);

        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(1);
        host.Mailbox.Taken.ShouldHaveSingleItem().To.Mailboxes.Single().Address.ShouldBe(AddressOf(colleague));
        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);
    }

    [Fact]
    public async Task NoticeMails_TwoNodesAtOnce_PromiseOne()
    {
        await ChooseAsync(NoticeMailPace.AtOnce);
        await TellAsync(NoticeKind.TaskAssigned);
        var job = host.Services.GetRequiredService<NoticeTelling>();

        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => job.PromiseAsync(Cancel)))).Sum().ShouldBe(1);
        (await host.ReadAsync(db => db.Mails.CountAsync(m => m.Kind == MailKind.Notices, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task TellOfNoticesCommand_WhoLostTheirAddressMeanwhile_LeavesTheNoticesUntold()
    {
        await TellAsync(NoticeKind.AcuteDanger);
        var found = (await host.SendAsync(Actor.System, new NoticesToTellQuery(NoticeChannel.Mail))).ShouldHaveSingleItem();
        await host.ReadAsync(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, (string?)null), Cancel));

        (await host.SendAsync(Actor.System, new TellOfNoticesCommand(found.AccountId, found.Channel, found.Notices, found.IsUrgent))).ShouldBeFalse();
        (await host.ReadAsync(db => db.Notices.SingleAsync(Cancel))).MailedAt.ShouldBeNull();
    }

    [Fact]
    public async Task NoticeMails_ServerRefuses_AreTriedAgainAndSentOnce()
    {
        await ChooseAsync(NoticeMailPace.AtOnce);
        await TellAsync(NoticeKind.TaskAssigned);
        host.Mailbox.Refuses = true;
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);

        host.Mailbox.Refuses = false;
        (await PassAsync(TimeSpan.FromHours(2))).ShouldBe(1);
        (await PassAsync(TimeSpan.FromHours(2))).ShouldBe(0);
    }

    [Fact]
    public async Task MyAccount_MailSettings_AreKeptAndShown()
    {
        var browser = await host.As(_officer).BrowseAsync();
        var page = await browser.SubmitAsync(
            await browser.OpenAsync("/mijn-account"),
            new() { ["Mailing.Pace"] = "AtOnce", ["Mailing.DailyAt"] = "09:15", ["Mailing.QuietFrom"] = "22:00", ["Mailing.QuietUntil"] = "07:00" },
            "form[action='/mijn-account/berichten']");

        page.Text.ShouldContain("We laten het u voortaan weten zoals u koos.");
        page.Document.QuerySelector("[name='Mailing.QuietFrom']")!.GetAttribute("value").ShouldBe("22:00");
        page.Document.QuerySelector("[name='Mailing.Pace'][checked]")!.GetAttribute("value").ShouldBe("AtOnce");
    }

    private static string AddressOf(Account account) => $"{account.Id:N}@organisatie.test";

    private Task<int> AddressAsync(Account account) =>
        host.ReadAsync(db => db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, AddressOf(account)), Cancel));

    private Task<Guid> ChooseAsync(NoticeMailPace? pace, string? dailyAt = null, string? quietFrom = null, string? quietUntil = null) => host.As(_officer).SendAsync(
        new SaveNoticeMailingCommand { Pace = pace, MailAbout = [.. Enum.GetValues<NoticeTopic>()], DailyAt = Time(dailyAt), QuietFrom = Time(quietFrom), QuietUntil = Time(quietUntil) });

    private static TimeOnly? Time(string? text) => text is null ? null : TimeOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private Task TellAsync(NoticeKind kind) => host.WriteAsync(db => db.Add(new Notice
    {
        AccountId = _officer.Id, Role = AccountRole.ProbationOfficer, Kind = kind, CaseId = _case.Id, At = host.Clock.GetUtcNow(),
    }));

    /// <returns>How many mails went.</returns>
    private async Task<int> PassAsync(TimeSpan time)
    {
        host.Clock.Advance(time);
        await host.Services.GetRequiredService<NoticeTelling>().PromiseAsync(Cancel);
        return await host.Services.GetRequiredService<MailDelivery>().DeliverAsync(Cancel);
    }
}
