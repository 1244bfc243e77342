using System.Text.RegularExpressions;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Features.Mails;

/// <summary>Invitations and forgotten passwords by mail, from the page to the mailbox.</summary>
public sealed partial class MailTests(MailHost host) : IClassFixture<MailHost>, IAsyncLifetime
{
    private const string Chosen = "zeven groene paraplu's dansen";
    private const string Address = "omar@organisatie.test";

    private static readonly LogInOrigin Origin = new(SessionKind.Pages, "", null, null);

    private Account _manager = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync(Cancel);
        host.Mailbox.Clear();
        host.Mailbox.Refuses = false;
        _manager = await A.Account(AccountRole.Manager).InAsync(host);
        await host.ReadAsync(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, Address), Cancel));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AskNewPasswordCommand_NamesThatExistAndNot_AreAnsweredAlike()
    {
        var mailless = await A.Account(AccountRole.Manager).InAsync(host);
        var texts = new List<string>();
        foreach (var name in new[] { _manager.UserName, mailless.UserName, "niemand" })
        {
            var browser = host.As(_manager).Browser();
            var page = await browser.SubmitAsync(await browser.OpenAsync("/wachtwoord-vergeten"), new() { ["UserName"] = name });
            texts.Add($"{page.Status} {page.Text}");
        }

        texts.Distinct().ShouldHaveSingleItem().ShouldContain("Kijk in uw mail");
        (await DetailsAsync()).ShouldBe(["MailPromised", "NoMail", "NoMail"]);
        host.Mailbox.Taken.ShouldBeEmpty();
        (await DeliverAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task AskNewPasswordCommand_OfSomebodyWithAMailbox_LetsThemChooseOnceWithinAnHour()
    {
        await host.As(_manager).BrowseAsync();
        await AskAsync();
        await DeliverAsync();

        var mail = host.Mailbox.Taken.ShouldHaveSingleItem();
        (mail.To.ToString(), mail.Subject).ShouldBe((Address, "Nieuw wachtwoord voor Regulatief"));
        var browser = host.As(_manager).Browser();
        var chosen = await browser.SubmitAsync(await browser.OpenAsync(PathIn(mail)), new() { ["Password"] = Chosen });

        chosen.Text.ShouldContain("Uw wachtwoord is gekozen.");
        (await host.ReadAsync(db => db.Sessions.Lasting(host.Clock.GetUtcNow()).CountAsync(Cancel))).ShouldBe(0);
        (await browser.OpenAsync(PathIn(mail))).Status.ShouldBe(System.Net.HttpStatusCode.Gone);
        (await host.SendAsync(Actor.System, new LogInCommand(_manager.UserName, Chosen, Origin))).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task AskNewPasswordCommand_LinkOfAnHourAgo_IsWorthNothing()
    {
        await AskAsync();
        await DeliverAsync();
        host.Clock.Advance(AskNewPasswordCommand.ValidFor);

        await Should.ThrowAsync<NotFoundException>(host.SendAsync(Actor.System, new AcceptInvitationCommand(PathIn(host.Mailbox.Taken[0]).Split('/')[^1], Chosen)));
    }

    [Fact]
    public async Task AskNewPasswordCommand_OfWhoHasASecondFactor_AsksForItStill()
    {
        var (_, _, _) = await Authenticator.SetUpAsync(await host.As(_manager).BrowseAsync(), host.Clock);
        await AskAsync();
        await DeliverAsync();
        await host.SendAsync(Actor.System, new AcceptInvitationCommand(PathIn(host.Mailbox.Taken[0]).Split('/')[^1], Chosen));

        (await host.SendAsync(Actor.System, new LogInCommand(_manager.UserName, Chosen, Origin))).IsComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task AskNewPasswordCommand_AgainAndAgain_FillsNobodysMailbox()
    {
        for (var i = 0; i < AskNewPasswordCommand.MostMails + 2; i++) await AskAsync();

        (await DeliverAsync()).ShouldBe(AskNewPasswordCommand.MostMails);
        host.Clock.Advance(AskNewPasswordCommand.ValidFor);
        await AskAsync();
        (await DeliverAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task AskNewPasswordCommand_OfWhoWasInvited_LeavesTheInvitation()
    {
        var made = await InviteAsync();
        await DeliverAsync();
        await host.SendAsync(Actor.System, new AskNewPasswordCommand("zara", Origin));

        (await DeliverAsync()).ShouldBe(0);
        await host.SendAsync(Actor.System, new AcceptInvitationCommand(PathIn(host.Mailbox.Taken[0]).Split('/')[^1], Chosen));
        made.IsMailed.ShouldBeTrue();
    }

    [Fact]
    public async Task CreateAccountCommand_WithAnAddress_SendsTheLinkAndShowsItToNobody()
    {
        var made = await InviteAsync();

        (made.IsMailed, made.Code).ShouldBe((true, null));
        (await DeliverAsync()).ShouldBe(1);
        var mail = host.Mailbox.Taken.ShouldHaveSingleItem();
        mail.To.ToString().ShouldBe("zara@organisatie.test");
        mail.ToString().ShouldNotContain("Zara", Shouldly.Case.Sensitive);
        await host.SendAsync(Actor.System, new AcceptInvitationCommand(PathIn(mail).Split('/')[^1], Chosen));
        // Whoever reads the database afterwards finds no link.
        (await host.ReadAsync(db => db.Mails.SingleAsync(Cancel))).Path.ShouldBeNull();
    }

    [Fact]
    public async Task CreateAccountCommand_AddressThatIsNone_TellsTheField()
    {
        var administrator = await A.Account(AccountRole.Administrator).InAsync(host);
        foreach (var wrong in new[] { "zara", "zara@kantoor", "zara@a.nl, omar@b.nl", "Zara <zara@a.nl>", "zara@a.nl\r\nBcc: omar@b.nl" })
            (await Should.ThrowAsync<ValidationException>(host.As(administrator).SendAsync(new CreateAccountCommand
            {
                Role = AccountRole.Manager, FirstName = "Zara", LastName = "Bos", UserName = "zara", Email = wrong,
            }))).Errors.Single().ErrorCode.ShouldBe("email-none");
    }

    [Theory]
    [InlineData(null, "Nieuw wachtwoord voor Regulatief", true, true)]
    [InlineData("nl", "Nieuw wachtwoord voor Regulatief", true, false)]
    [InlineData("en", "New password for Regulatief", false, true)]
    public async Task Mail_IsInTheLanguageOfWhoGetsIt(string? language, string subject, bool isDutch, bool isEnglish)
    {
        await host.ReadAsync(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.Language, language), Cancel));

        await AskAsync();
        await DeliverAsync();

        var mail = host.Mailbox.Taken.ShouldHaveSingleItem();
        mail.Subject.ShouldBe(subject);
        (mail.TextBody!.Contains("Iemand vroeg", StringComparison.Ordinal), mail.TextBody.Contains("Somebody asked", StringComparison.Ordinal)).ShouldBe((isDutch, isEnglish));
    }

    // What waits lies encrypted: who reads the database cannot use it.
    [Fact]
    public async Task Mail_BeforeItGoes_HoldsItsLinkEncrypted()
    {
        await AskAsync();

        (await host.ReadAsync(db => db.Mails.SingleAsync(Cancel))).Path!.ShouldNotContain("uitnodiging");
    }

    [Fact]
    public async Task Mail_ThatTheServerRefuses_IsTriedAgainLater()
    {
        await AskAsync();
        host.Mailbox.Refuses = true;
        (await DeliverAsync()).ShouldBe(0);
        (await host.ReadAsync(db => db.Mails.SingleAsync(Cancel))).Failure!.ShouldStartWith("smtp-");
        host.Mailbox.Refuses = false;
        (await DeliverAsync()).ShouldBe(0);

        host.Clock.Advance(TimeSpan.FromMinutes(1));

        (await DeliverAsync()).ShouldBe(1);
    }

    // The process stopped when it was taken: the other side may have it.
    [Fact]
    public async Task Mail_TakenByAProcessThatStopped_IsNotSentTwice()
    {
        await AskAsync();
        await host.SendAsync(Actor.System, new Web.Features.Mails.TakeMailCommand());
        host.Clock.Advance(TimeSpan.FromMinutes(30));

        (await DeliverAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task RecordMailCommand_MayHaveGone_IsNotTriedAgain()
    {
        await AskAsync();
        var taken = await host.SendAsync(Actor.System, new Web.Features.Mails.TakeMailCommand());
        await host.SendAsync(Actor.System, new Web.Features.Mails.RecordMailCommand(taken!.Id, "smtp-IOException", true));
        host.Clock.Advance(TimeSpan.FromMinutes(30));

        (await DeliverAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task ChangeEmailCommand_OnThePage_IsWhereLinksGo()
    {
        var browser = await host.As(_manager).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync("/mijn-account"), new() { ["Mail.Email"] = "elders@organisatie.test" });

        page.Text.ShouldContain("elders@organisatie.test");
        await AskAsync();
        await DeliverAsync();
        host.Mailbox.Taken.ShouldHaveSingleItem().To.ToString().ShouldBe("elders@organisatie.test");
    }

    [Fact]
    public void Options_WhatIsWrong_IsNamed()
    {
        var usable = new MailOptions { Host = "mail.test", From = "a@b.nl", Site = "https://regulatief.test" };
        new MailOptions().Problem(false).ShouldBeNull();
        usable.Problem(false).ShouldBeNull();
        (usable with { From = "niemand@" }).Problem(false)!.ShouldContain("Mail:From");
        (usable with { Site = "" }).Problem(false)!.ShouldContain("Mail:Site");
        (usable with { Port = 0 }).Problem(false)!.ShouldContain("Mail:Port");
        (usable with { Security = MailSecurity.None }).Problem(false)!.ShouldContain("Mail:Security");
        (usable with { Host = "", Folder = "App_Data/mail" }).Problem(false)!.ShouldContain("Mail:Folder");
        (usable with { Host = "", Folder = "App_Data/mail" }).Problem(true).ShouldBeNull();
    }

    private async Task<CreateAccountResult> InviteAsync()
    {
        var administrator = await A.Account(AccountRole.Administrator).InAsync(host);
        return await host.As(administrator).SendAsync(new CreateAccountCommand { Role = AccountRole.Manager, FirstName = "Zara", LastName = "Bos", UserName = "zara", Email = "zara@organisatie.test" });
    }

    private Task<MediatR.Unit> AskAsync() => host.SendAsync(Actor.System, new AskNewPasswordCommand(_manager.UserName, Origin));

    private Task<int> DeliverAsync() => host.Services.GetRequiredService<MailDelivery>().DeliverAsync(Cancel);

    private Task<List<string?>> DetailsAsync() =>
        host.ReadAsync(db => db.AuditEntries.Where(e => e.Action == nameof(AskNewPasswordCommand)).OrderBy(e => e.Id).Select(e => e.Detail).ToListAsync(Cancel));

    private static string PathIn(MimeMessage mail) => new Uri(Link().Match(mail.TextBody!).Value).AbsolutePath;

    [GeneratedRegex(@"https://regulatief\.test/\S+")]
    private static partial Regex Link();
}

/// <summary>Without a server the links go by hand, as before.</summary>
public sealed class ForgottenPasswordTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task AskNewPasswordCommand_WithoutMail_SaysWhomToAsk()
    {
        var page = await As(await Given(A.ProbationOfficer())).Browser().OpenAsync("/wachtwoord-vergeten");

        page.Find("main form").ShouldBeNull();
        page.Text.ShouldContain("Vraag de beheerder van uw organisatie om een nieuwe link.");
    }
}
