using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Time;

namespace Regulatief.Tests.Features.Audit;

public sealed class AuditPatternsTests
{
    private static readonly Guid Person = Guid.NewGuid();
    private static readonly DateTimeOffset Noon = LegalTime.At(new DateOnly(2026, 11, 24), new TimeOnly(12, 0));

    [Fact]
    public void In_OrdinaryWork_StandsOutInNothing() =>
        AuditPatterns.In(Enumerable.Range(0, 50).Select(i => LookAt(Noon.AddMinutes(5 * i)))).ShouldBeEmpty();

    [Theory]
    [InlineData(21, 59, false)]
    [InlineData(22, 0, true)]
    [InlineData(2, 30, true)]
    [InlineData(5, 59, true)]
    [InlineData(6, 0, false)]
    public void In_ByTheClockOfAmsterdam_NightIsFromTenToSix(int hour, int minute, bool isNight)
    {
        var found = AuditPatterns.In([LookAt(LegalTime.At(new DateOnly(2026, 7, 1), new TimeOnly(hour, minute)))]);

        found.Select(f => f.Pattern).ShouldBe(isNight ? [AuditPattern.AtNight] : []);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 21)]
    public void In_CasesWithinAnHour_StandOutFromTheTwentyFirst(int cases, int looks)
    {
        var found = AuditPatterns.In(Enumerable.Range(0, cases).Select(i => LookAt(Noon.AddMinutes(2 * i))));

        found.Sum(f => f.Looks).ShouldBe(looks);
    }

    [Fact]
    public void In_ManyCasesOverMoreThanAnHour_StandOutInNothing() =>
        AuditPatterns.In(Enumerable.Range(0, 40).Select(i => LookAt(Noon.AddMinutes(3 * i)))).ShouldBeEmpty();

    [Fact]
    public void In_OneCaseOpenedOften_IsOneCase()
    {
        var id = CaseId.New();

        AuditPatterns.In(Enumerable.Range(0, 200).Select(i => LookAt(Noon.AddSeconds(i)) with { CaseId = id })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(14, 0)]
    [InlineData(15, 1)]
    public void In_ClosedCase_StandsOutAfterTwoWeeks(int days, int found) =>
        AuditPatterns.In([LookAt(Noon) with { ClosedAt = Noon.AddDays(-days) }]).Count(f => f.Pattern == AuditPattern.AfterClosure).ShouldBe(found);

    [Fact]
    public void In_TwoPeopleInTwoWays_IsALineForEachWithItsFirstAndLast()
    {
        var other = Guid.NewGuid();

        var found = AuditPatterns.In([
            LookAt(Noon) with { HasWork = false }, LookAt(Noon.AddHours(1)) with { HasWork = false, IsNamesake = true }, LookAt(Noon) with { PersonId = other, IsNamesake = true }]);

        found.Select(f => (f.Pattern, f.PersonId, f.Looks)).ShouldBe(
            [(AuditPattern.WithoutWork, Person, 2), (AuditPattern.Namesake, Person, 1), (AuditPattern.Namesake, other, 1)], ignoreOrder: true);
        (found[0].First, found[0].Last, found[0].Cases.Count).ShouldBe((Noon, Noon.AddHours(1), 2));
    }

    private static Look LookAt(DateTimeOffset at) => new(Person, AccountRole.ProbationOfficer, CaseId.New(), at, HasWork: true, IsNamesake: false, ClosedAt: null);
}
