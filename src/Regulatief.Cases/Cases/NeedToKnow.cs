using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Cases;

/// <summary>Need-to-know, said once: who works on a case, and who may see it. Every query for a person is narrowed by one of the two.</summary>
/// <remarks>
/// Work follows from the assignment, or cover for who has it; looking along and emergency access let see and not work. Minus exclusions, which win over
/// all, and within the list of a case that is restricted to one. Managers, designers, privacy officers and administrators see figures, definitions or
/// audit rows, not cases; a volunteer's right ends with the pairing. A case that was erased is there for figures alone.
/// </remarks>
public static class NeedToKnow
{
    /// <summary>Those who work here and see cases; the others see their own alone, or none.</summary>
    public static readonly IReadOnlyList<AccountRole> Staff = [AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Manager];

    /// <summary>Whose work the case is: what they may change.</summary>
    public static Expression<Func<Case, bool>> WorksOn(Actor actor) => actor.IsSystem ? _ => true : Within(actor, Assigned(actor));

    /// <summary>The same, and those who look along.</summary>
    public static Expression<Func<Case, bool>> Sees(Actor actor)
    {
        if (actor.Rights.Granted.Count == 0 || !IsStaff(actor)) return WorksOn(actor);
        var granted = actor.Rights.Granted.Select(g => g.CaseId).Distinct().ToList();
        return Within(actor, Either(Assigned(actor), c => granted.Contains(c.Id)));
    }

    /// <summary>For those who are told of something by their place alone: the case is not one that they were kept out of.</summary>
    public static Expression<Func<Case, bool>> NotKeptOut(Actor actor) => Within(actor, _ => true);

    /// <summary>The rows of cases for which this right holds.</summary>
    /// <param name="case">From a row to its case.</param>
    public static IQueryable<T> OfCases<T>(this IQueryable<T> rows, Expression<Func<T, Case>> @case, Expression<Func<Case, bool>> right) => rows.Where(
        Expression.Lambda<Func<T, bool>>(ReplacingExpressionVisitor.Replace(right.Parameters[0], @case.Body, right.Body), @case.Parameters));

    private static Expression<Func<Case, bool>> Assigned(Actor actor) => actor.Role switch
    {
        AccountRole.ProbationOfficer => c => actor.ActsFor.Contains(c.ProfessionalId),
        AccountRole.Coordinator => c => c.Project.Coordinators.Any(k => actor.ActsFor.Contains(k.AccountId)),
        AccountRole.Volunteer => c => c.Assignments.Any(a => a.Until == null && a.Volunteer.AccountId == actor.AccountId),
        AccountRole.Client => c => c.Client.AccountId == actor.AccountId,
        _ => _ => false,
    };

    private static Expression<Func<Case, bool>> Within(Actor actor, Expression<Func<Case, bool>> right)
    {
        right = Both(right, c => c.ErasedAt == null);
        var (excluded, listed) = (actor.Rights.Excluded, actor.Rights.Listed);
        if (excluded.Count > 0) right = Both(right, c => !excluded.Contains(c.Id));
        if (!IsStaff(actor)) return right;
        // Who leads it is let in as who leads it, and not when they act as a coordinator who is not on the list.
        var leads = actor.Role == AccountRole.ProbationOfficer ? actor.AccountId : (Guid?)null;
        return listed.Count > 0
            ? Both(right, c => !c.IsRestricted || c.ProfessionalId == leads || listed.Contains(c.Id))
            : Both(right, c => !c.IsRestricted || c.ProfessionalId == leads);
    }

    /// <summary>Those who can be given more than their assignments, and kept out of them. A volunteer and a client are parties: they see the case they are in.</summary>
    private static bool IsStaff(Actor actor) => actor.Role is { } role && Staff.Contains(role);

    private static Expression<Func<Case, bool>> Both(Expression<Func<Case, bool>> one, Expression<Func<Case, bool>> other) => Joined(one, other, Expression.AndAlso);

    private static Expression<Func<Case, bool>> Either(Expression<Func<Case, bool>> one, Expression<Func<Case, bool>> other) => Joined(one, other, Expression.OrElse);

    private static Expression<Func<Case, bool>> Joined(
        Expression<Func<Case, bool>> one, Expression<Func<Case, bool>> other, Func<Expression, Expression, BinaryExpression> join) =>
        Expression.Lambda<Func<Case, bool>>(join(one.Body, ReplacingExpressionVisitor.Replace(other.Parameters[0], one.Parameters[0], other.Body)), one.Parameters);
}
