using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Mailing;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Features.Mails;

/// <summary>What is sent to people, by each way and in each language, with made-up values.</summary>
public sealed record ListTemplatesQuery : IPlainQuery<TemplatesPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

/// <param name="Reaches">The ways by which who asks can be told.</param>
public sealed record TemplatesPage(IReadOnlyList<NoticeChannel> On, IReadOnlyList<NoticeChannel> Reaches, IReadOnlyList<TemplateExample> Examples);

/// <param name="Written">By language.</param>
public sealed record TemplateExample(NoticeChannel Channel, MailKind Kind, IReadOnlyList<(string Language, WrittenMessage Message)> Written);

internal sealed class ListTemplatesHandler(RegulatiefDbContext db, Actor actor, NoticeChannels channels, MessageTemplates templates, IOptions<MailOptions> mail)
    : IRequestHandler<ListTemplatesQuery, TemplatesPage>
{
    /// <summary>Where links seem to lead as long as it is not set.</summary>
    private const string SomeSite = "https://regulatief.example";

    public async Task<TemplatesPage> Handle(ListTemplatesQuery query, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, cancellationToken);
        List<NoticeChannel> reaches = [];
        foreach (var channel in channels.On)
            if (await channels.ReachAsync(db, account, channel, cancellationToken)) reaches.Add(channel);
        var site = mail.Value.Site.Length > 0 ? mail.Value.Site.TrimEnd('/') : SomeSite;
        return new TemplatesPage(
            channels.On,
            reaches,
            [.. MessageTemplates.All.Select(m => new TemplateExample(
                m.Channel, m.Kind, [.. Languages.All.Select(language => (language.Name, templates.Write(m.Channel, m.Kind, language, MessageFields.MadeUp(site, language))))]))]);
    }
}
