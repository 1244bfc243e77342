using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Mails;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Tests.Features.Mails;

/// <summary>The words of what is sent: files that are whole, shown to administrators, who send one to themselves.</summary>
public sealed class TemplatesTests(ChannelHost host) : ShortMessageTest(host)
{
    private static readonly MessageTemplates Templates = new(typeof(MessageTemplates).Assembly);

    [Theory, InlineData(AccountRole.Coordinator), InlineData(AccountRole.Manager), InlineData(AccountRole.PrivacyOfficer)]
    public async Task ListTemplatesQuery_ForWhoIsNoAdministrator_AreRefused(AccountRole role) =>
        (await (await Host.As(await A.Account(role).InAsync(Host)).BrowseAsync()).OpenAsync("/systeem/berichten")).Status.ShouldBe(HttpStatusCode.Forbidden);

    [Fact]
    public async Task ListTemplatesQuery_OnThePage_AreAllThereInBothLanguages()
    {
        var page = await (await Host.As(await AdministratorAsync()).BrowseAsync()).OpenAsync("/systeem/berichten");

        page.Document.QuerySelectorAll("main article").Length.ShouldBe(MessageTemplates.All.Count);
        page.Document.QuerySelectorAll("main article [lang=nl]").Length.ShouldBe(MessageTemplates.All.Count);
        page.Document.QuerySelectorAll("main article [lang=en]").Length.ShouldBe(MessageTemplates.All.Count);
        page.Text.ShouldContain("Er staan berichten voor u klaar in Regulatief");
        // No mail server here, and a telephone of their own: a test can go by text alone.
        page.Document.QuerySelectorAll("main form").Length.ShouldBe(2);
    }

    [Fact]
    public async Task SendTestMessageCommand_ByText_ComesToOneself()
    {
        var administrator = await AdministratorAsync();
        var browser = await Host.As(administrator).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync("/systeem/berichten"), form: "main form", button: ("kind", "UrgentNotices"));

        page.Text.ShouldContain("De proef is onderweg.");
        await Host.Services.GetRequiredService<ShortMessageDelivery>().DeliverAsync(Cancel);
        $"{Outside.Taken.ShouldHaveSingleItem().Json["to"]}".ShouldBe("+31687654321");
        (await MessageAsync()).IsTest.ShouldBeTrue();
    }

    [Theory]
    [InlineData(NoticeChannel.Mail, MailKind.Notices, "Channel template-unreached")]
    [InlineData(NoticeChannel.Push, MailKind.Notices, "Channel template-unreached")]
    [InlineData(NoticeChannel.Sms, MailKind.Invitation, "Kind template-none")]
    public async Task SendTestMessageCommand_ThatCannotGo_IsRefused(NoticeChannel channel, MailKind kind, string expected) =>
        (await Should.ThrowAsync<ValidationException>(Host.As(await AdministratorAsync()).SendAsync(new SendTestMessageCommand(channel, kind))))
            .Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}").ShouldBe([expected]);

    [Theory]
    [InlineData("Notices.sms.nl.liquid", "{{ client }} {{ link }}", "client; expected link")]
    [InlineData("Invitation.mail.en.liquid", "Subject\n\n{{ moment }}", "moment; expected link")]
    [InlineData("Notices.push.nl.liquid", "Titel\n\n{% if link %}{% endif %}", "link; expected none")]
    [InlineData("Notices.sms.en.liquid", "two\nlines", "expected one")]
    [InlineData("Notices.mail.nl.liquid", "Onderwerp", "expected a subject")]
    [InlineData("Notices.mail.nl.liquid", "Onderwerp\n\n{{ link", "cannot be read")]
    [InlineData("Meeting.mail.nl.liquid", null, "is missing")]
    public void Templates_ThatCannotBeUsed_StopTheStart(string name, string? text, string because)
    {
        var refusal = Should.Throw<InvalidOperationException>(() => new MessageTemplates(asked => asked == name ? text : Words(asked)));

        refusal.Message.ShouldContain(name);
        refusal.Message.ShouldContain(because);
    }

    // The longest of which a gateway makes one text, with a site's name that is not short.
    [Fact]
    public void Templates_OfTexts_FitInOne()
    {
        foreach (var language in Languages.All)
            foreach (var kind in new[] { MailKind.Notices, MailKind.UrgentNotices })
                Templates.Write(NoticeChannel.Sms, kind, language, new("https://regulatief.organisatie.example.nl", "")).Body.Length.ShouldBeLessThanOrEqualTo(160);
    }

    private static string Words(string name) => name.Contains(".sms.", StringComparison.Ordinal) ? "woord" : "Onderwerp\n\nwoord";

    private async Task<Account> AdministratorAsync()
    {
        var administrator = await A.Account(AccountRole.Administrator).InAsync(Host);
        await Host.ReadAsync(db => db.Accounts.Where(a => a.Id == administrator.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.PhoneNumber, "0687654321"), Cancel));
        return administrator;
    }
}
