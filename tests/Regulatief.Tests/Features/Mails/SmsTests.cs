using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Incidents;
using Regulatief.Web.Features.Mails;
using Regulatief.Web.Features.Operations;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Features.Mails;

/// <summary>Who is texted that notices wait, when, what a text does not say, and what happens when the gateway will not have it.</summary>
public sealed class SmsTests(ChannelHost host) : ShortMessageTest(host)
{
    private static readonly NoticeTopic[] Everything = Enum.GetValues<NoticeTopic>();

    [Fact]
    public async Task Sms_WhoNeverChose_IsTextedOfDangerAlone()
    {
        await TellAsync(NoticeKind.TaskAssigned);
        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);

        await TellAsync(NoticeKind.AcuteDanger);
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(1);

        $"{Outside.Taken.ShouldHaveSingleItem().Json["text"]}".ShouldContain("niet kan wachten");
    }

    [Fact]
    public async Task Sms_WhoGaveNoNumber_IsNotTexted()
    {
        await Host.ReadAsync(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.PhoneNumber, (string?)null), Cancel));
        await TellAsync(NoticeKind.AcuteDanger);

        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);
        (await Host.ReadAsync(db => db.Notices.SingleAsync(Cancel))).TextedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Sms_OfATopicThatTheyChose_GoesOnceToTheirNumber()
    {
        await ChooseAsync(NoticeMailPace.AtOnce, NoticeTopic.Signals);
        await TellAsync(NoticeKind.TaskAssigned);
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);

        await TellAsync(NoticeKind.SignalShared);
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(1);
        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);

        var posted = Outside.Taken.ShouldHaveSingleItem();
        posted.Headers["Authorization"].ShouldBe(ChannelHost.Secret);
        ($"{posted.Json["to"]}", $"{posted.Json["from"]}", $"{posted.Json["reference"]}").ShouldBe(("+31612345678", "Regulatief", $"{(await MessageAsync()).Id}"));
        $"{posted.Json["text"]}".ShouldBe($"Regulatief: er staan berichten voor u klaar. Log in om ze te lezen: {MailHost.Site}");
    }

    [Fact]
    public async Task Sms_OnceADay_IsOneForAllOfTheDay()
    {
        await ChooseAsync(NoticeMailPace.Daily, Everything);
        await TellAsync(NoticeKind.TaskAssigned);
        await TellAsync(NoticeKind.SignalShared);
        (await PassAsync(TimeSpan.FromHours(1))).ShouldBe(0);

        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(1);
    }

    [Fact]
    public async Task Sms_AnyKind_NamesNobodyAndNothing()
    {
        await ChooseAsync(NoticeMailPace.AtOnce, Everything);
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            await TellAsync(kind);
            await PassAsync(TimeSpan.FromMinutes(1));
        }

        Outside.Taken.Count.ShouldBeGreaterThan(Everything.Length);
        foreach (var text in Outside.Taken.Select(posted => $"{posted.Json["text"]}").Distinct())
            foreach (var secret in Secrets) text.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Sms_TwoNodesAtOnce_PromiseAndSendOne()
    {
        await ChooseAsync(NoticeMailPace.AtOnce, Everything);
        await TellAsync(NoticeKind.TaskAssigned);
        var (telling, delivery) = (Host.Services.GetRequiredService<NoticeTelling>(), Host.Services.GetRequiredService<ShortMessageDelivery>());

        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => telling.PromiseAsync(Cancel)))).Sum().ShouldBe(1);
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => delivery.DeliverAsync(Cancel)))).Sum().ShouldBe(1);
        Outside.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Sms_GatewayRefuses_IsParkedToldAndSentWhenSomebodySaysSo()
    {
        await TellAsync(NoticeKind.AcuteDanger);
        Outside.Answer = HttpStatusCode.BadRequest;
        await PassAsync(TimeSpan.FromMinutes(1));
        await PassAsync(TimeSpan.FromHours(6));
        Outside.Asked.ShouldBe(1);

        var administrator = Host.As(await A.Account(AccountRole.Administrator).InAsync(Host));
        var browser = await administrator.BrowseAsync();
        var page = await browser.OpenAsync("/storingen");
        page.Text.ShouldContain("http-400");
        Outside.Answer = HttpStatusCode.OK;
        page = await browser.SubmitAsync(page, new() { ["message"] = $"{(await MessageAsync()).Id}" }, "form[action='/storingen/berichten/opnieuw']");

        page.Text.ShouldContain("1 bericht wordt opnieuw gestuurd.");
        (await PassAsync(TimeSpan.FromSeconds(1))).ShouldBe(1);
        (await MessageAsync()).SentAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "http-503")]
    [InlineData(HttpStatusCode.TooManyRequests, "http-429")]
    [InlineData(null, "http-")]
    public async Task Sms_GatewayFails_IsTriedAgainLaterUnderTheSameId(HttpStatusCode? answer, string failure)
    {
        await TellAsync(NoticeKind.AcuteDanger);
        Outside.Answer = answer;
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);
        (await MessageAsync()).Failure!.ShouldStartWith(failure);
        var asked = Outside.Asked;
        (await PassAsync(TimeSpan.FromSeconds(30))).ShouldBe(0);
        Outside.Asked.ShouldBe(asked);

        Outside.Answer = HttpStatusCode.OK;
        (await PassAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);
        $"{Outside.Taken.ShouldHaveSingleItem().Json["reference"]}".ShouldBe($"{(await MessageAsync()).Id}");
    }

    [Fact]
    public async Task Sms_GatewayFailsForADay_IsGivenUpAndTold()
    {
        await TellAsync(NoticeKind.AcuteDanger);
        Outside.Answer = HttpStatusCode.InternalServerError;
        for (var hour = 0; hour < 26; hour++) await PassAsync(TimeSpan.FromHours(1));
        var asked = Outside.Asked;
        await PassAsync(TimeSpan.FromHours(2));

        Outside.Asked.ShouldBe(asked);
        var page = await Host.As(await A.Account(AccountRole.Administrator).InAsync(Host)).SendAsync(new IncidentsPageQuery());
        var unsent = page.Unsent.ShouldHaveSingleItem();
        (unsent.Channel, unsent.Failure, unsent.CanBeTriedAgain).ShouldBe((NoticeChannel.Sms, "http-500", true));
        (await Host.As(await A.Account(AccountRole.Administrator).InAsync(Host)).SendAsync(new OperationsQuery())).ShortMessages.ShouldHaveSingleItem().NotSent.ShouldBe(1);
    }

    // The process stopped when it was taken: the gateway may have it.
    [Fact]
    public async Task TakeShortMessageCommand_ByAProcessThatStopped_IsNotSentByItself()
    {
        await TellAsync(NoticeKind.AcuteDanger);
        await Host.Services.GetRequiredService<NoticeTelling>().PromiseAsync(Cancel);
        (await Host.SendAsync(Actor.System, new TakeShortMessageCommand())).ShouldNotBeNull();

        (await PassAsync(TimeSpan.FromHours(1))).ShouldBe(0);
        (await Host.As(await A.Account(AccountRole.Administrator).InAsync(Host)).SendAsync(new RetryUnsentCommand(null))).ShouldBe(1);
    }

    [Fact]
    public async Task RecordShortMessageCommand_OfOneThatIsNotThere_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Host.SendAsync(Actor.System, new RecordShortMessageCommand(Guid.CreateVersion7(), null, false)));

    [Fact]
    public async Task SaveNoticeMailing_TextsOfNothing_IsRefusedAtItsField() =>
        (await Should.ThrowAsync<ValidationException>(ChooseAsync(NoticeMailPace.AtOnce))).Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}").ShouldBe(["SmsAbout notice-topics"]);

    [Fact]
    public async Task MyAccount_ChosenOnThePage_IsKeptAndShown()
    {
        var browser = await Host.As(Officer).BrowseAsync();
        var page = await browser.OpenAsync("/mijn-account");
        page.Text.ShouldContain($"Naar {Phone}.");
        page.Find("[name='Mailing.Pace']").ShouldBeNull();

        page = await browser.SubmitAsync(page, new() { ["Mailing.SmsPace"] = "AtOnce", ["Mailing.SmsAbout"] = "Signals" }, "form[action='/mijn-account/berichten']");

        page.Text.ShouldContain("We laten het u voortaan weten zoals u koos.");
        page.Document.QuerySelectorAll("[name='Mailing.SmsAbout'][checked]").Select(box => box.GetAttribute("value")).ShouldBe(["Signals"]);
        (await Host.ReadAsync(db => db.NoticeMailings.SingleAsync(Cancel))).Pace.ShouldBe(NoticeMailPace.Daily);
    }

    [Fact]
    public async Task MyAccount_WithoutANumber_SaysWhereToFillItIn()
    {
        await Host.ReadAsync(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.PhoneNumber, (string?)null), Cancel));

        var page = await (await Host.As(Officer).BrowseAsync()).OpenAsync("/mijn-account");

        page.Find("[name='Mailing.SmsPace']").ShouldBeNull();
        page.Text.ShouldContain("U heeft geen telefoonnummer opgegeven.");
    }

    [Theory]
    [InlineData("06 12345678", "+31612345678")]
    [InlineData("+31 (0)6-12345678", "+31612345678")]
    [InlineData("0031 6 12345678", "+31612345678")]
    [InlineData("+49 151 1234567", "+491511234567")]
    [InlineData("12345678", null)]
    public void International_AsPeopleWriteIt_IsAsGatewaysExpectIt(string written, string? number) => ContactRules.International(written).ShouldBe(number);

    [Fact]
    public void Options_WhatIsWrong_IsNamed()
    {
        var usable = new SmsOptions { Url = "https://sms.test/send", Secret = "geheim" };
        new SmsOptions().Problem(false, "").ShouldBeNull();
        usable.Problem(false, MailHost.Site).ShouldBeNull();
        usable.Problem(false, "")!.ShouldContain("Mail:Site");
        (usable with { Url = "http://sms.test" }).Problem(false, MailHost.Site)!.ShouldContain("Sms:Url");
        (usable with { Secret = "" }).Problem(false, MailHost.Site)!.ShouldContain("Sms:Secret");
        (usable with { Body = "{" }).Problem(false, MailHost.Site)!.ShouldContain("Sms:Body");
        (usable with { Body = """{"to": "{to}", "text": "{text}", "name": "{client}"}""" }).Problem(false, MailHost.Site)!.ShouldContain("client");
        (usable with { Body = """{"to": "{to}"}""" }).Problem(false, MailHost.Site)!.ShouldContain("{text}");
        (usable with { Url = "", Folder = "App_Data/sms" }).Problem(false, MailHost.Site)!.ShouldContain("Sms:Folder");
        (usable with { Url = "", Folder = "App_Data/sms" }).Problem(true, MailHost.Site).ShouldBeNull();
    }

    [Fact]
    public void Body_WhatIsFilledIn_StaysText() =>
        SmsBody.Fill("""{"messages": [{"to": ["{to}"], "text": "{text}", "urgent": true}]}""", new() { ["to"] = "+31", ["text"] = "a \"b\", {to}" })
            .ShouldBe("""{"messages":[{"to":["\u002B31"],"text":"a \u0022b\u0022, {to}","urgent":true}]}""");
}
