using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Evaluations;

public readonly record struct EvaluationId(Guid Value) : IRowId<EvaluationId>
{
    public static EvaluationId New() => new(Guid.CreateVersion7());

    public static EvaluationId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
