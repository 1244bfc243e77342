using System.Text.Json.Serialization;
using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Meetings;

/// <summary>Makes the address for the own calendar; one made before leads nowhere from now on.</summary>
/// <returns>Its secret, which is shown once and kept nowhere.</returns>
public sealed record MakeCalendarFeedCommand : ICommand<MadeFeed>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<CalendarFeed>();
}

public sealed record MadeFeed(Guid AccountId)
{
    /// <summary>Shown once. Not kept with the result: who repeats the request gets none.</summary>
    [JsonIgnore]
    public string? Secret { get; init; }
}

internal sealed class MakeCalendarFeedHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<MakeCalendarFeedCommand, MadeFeed>
{
    public async Task<MadeFeed> Handle(MakeCalendarFeedCommand command, CancellationToken cancellationToken)
    {
        var (secret, hash) = CalendarFeed.Make();
        if (await db.CalendarFeeds.FindAsync([actor.AccountId], cancellationToken) is { } feed) (feed.SecretHash, feed.MadeAt) = (hash, time.GetUtcNow());
        else db.CalendarFeeds.Add(new CalendarFeed { AccountId = actor.AccountId, SecretHash = hash, MadeAt = time.GetUtcNow() });
        return new MadeFeed(actor.AccountId) { Secret = secret };
    }
}
