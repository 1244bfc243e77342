using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Demo;

/// <summary>Moves the demo's clock forward. It is kept, so that a restart does not go back in time.</summary>
/// <param name="Days">1 to 366.</param>
/// <returns>How many days the clock is ahead, all moves together. Whoever asked sets the clock: only what was committed counts.</returns>
public sealed record MoveDemoClockCommand(int Days) : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Counter>();
}

internal sealed class MoveDemoClockValidator : AbstractValidator<MoveDemoClockCommand>
{
    public MoveDemoClockValidator() => RuleFor(c => c.Days).InclusiveBetween(1, 366);
}

internal sealed class MoveDemoClockHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<MoveDemoClockCommand, int>
{
    public async Task<int> Handle(MoveDemoClockCommand command, CancellationToken cancellationToken)
    {
        var days = await db.Counters.SingleOrDefaultAsync(c => c.Name == DemoClock.Counter, cancellationToken);
        if (days is null) db.Counters.Add(days = new Counter { Name = DemoClock.Counter, Value = 0 });

        // Nobody was away meanwhile: who is logged in stays so.
        var now = time.GetUtcNow();
        var (seen, ends) = (now.AddDays(command.Days), now.AddDays(command.Days) + Session.LongestOfPages);
        await db.Sessions.Lasting(now).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, seen).SetProperty(s => s.EndsAt, ends), cancellationToken);
        return days.Value += command.Days;
    }
}
