using System.Reflection;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Tests.Architecture;

public sealed class SharingPermitTests
{
    [Fact]
    public void OnlyTheSharingPolicyMakesAPermit() =>
        MakersOf(typeof(SharingPermit), typeof(SharingPermit).Assembly).ShouldBe([typeof(SharingPolicy)]);

    [Fact]
    public void NobodyOutsideTheAssemblyCanDeriveAPermit() =>
        typeof(SharingPermit).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .ShouldAllBe(constructor => constructor.IsFamilyAndAssembly);

    [Fact]
    public void ASignalIsSharedByAPermitAlone() =>
        typeof(RiskSignal).GetMethods().Where(m => m.ReturnType == typeof(Disclosure))
            .Select(m => m.GetParameters().Select(p => p.ParameterType)).ShouldHaveSingleItem().ShouldBe([typeof(SharingPermit)]);

    [Fact]
    public void Control_TheRuleSeesAMakerThatIsThere() =>
        MakersOf(typeof(Voucher), typeof(Voucher).Assembly).ShouldBe([null], "a maker that stands alone may be called by anyone");

    /// <summary>The types that keep the makers of this kind to themselves; null for one that anybody can call.</summary>
    private static IEnumerable<Type?> MakersOf(Type kind, Assembly assembly) =>
        assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(kind)).Select(t => t.IsNestedPrivate ? t.DeclaringType : null).Distinct();

    internal abstract class Voucher;

    internal sealed class LooseVoucher : Voucher;
}
