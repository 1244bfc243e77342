using Mono.Cecil;
using Mono.Cecil.Cil;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Tests.Architecture;

/// <summary>Every choice that a page shows has its words.</summary>
public sealed class EnumTextsTests
{
    private static readonly Texts Texts = new(typeof(Texts).Assembly);

    [Fact]
    public void Enums_ThatAreShown_HaveATextForEachValue() => Shown().SelectMany(type => Enum.GetValues(type).Cast<Enum>())
        .Select(Texts.KeyOf).Where(key => !Texts.Keys.Contains(key)).ShouldBeEmpty();

    [Fact]
    public void Control_TheSearchFindsWhatPagesAndFormsShow() =>
        Shown().Intersect([typeof(AccountRole), typeof(CooperationForm)]).Count().ShouldBe(2);

    /// <summary>What code and views hand to <see cref="Texts.Of"/>, and what the answers to a form let choose.</summary>
    private static List<Type> Shown() =>
    [
        .. Code.TypesOf(Code.Web).SelectMany(Code.InstructionsOf).Where(IsCallOfTexts).Select(call => call.Previous)
            .Where(before => before.OpCode == OpCodes.Box).Select(before => TypeOf((TypeReference)before.Operand)).OfType<Type>()
            .Concat(Code.Cases.GetTypes().Where(type => type.IsSubclassOf(typeof(TaskForm)) && !type.IsAbstract).SelectMany(ChoicesOf))
            .Where(type => type.IsEnum).Distinct(),
    ];

    private static bool IsCallOfTexts(Instruction instruction) =>
        instruction.Operand is MethodReference { Name: nameof(Texts.Of), DeclaringType.FullName: "Regulatief.Web.Features.Shared.Language.Texts" };

    private static Type? TypeOf(TypeReference reference) =>
        Code.Product.Select(assembly => assembly.GetType(reference.FullName.Replace('/', '+'))).FirstOrDefault(type => type is not null);

    private static IEnumerable<Type> ChoicesOf(Type form) =>
        form.BaseType!.GenericTypeArguments.SelectMany(answers => answers.GetProperties()).Select(p => Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType);
}
