using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Execution;

/// <summary>An activity that schedules others and hears when they complete.</summary>
internal abstract class CompositeActivity : Activity
{
    /// <summary>Whether <c>Elsa.Break</c> ends it and <c>Elsa.Complete</c> cancels it: For, ForEach and While.</summary>
    public virtual bool IsLoop => false;

    /// <summary>Whether it stops scheduling after an <c>Elsa.Break</c> below it.</summary>
    public virtual bool HearsBreak => IsLoop;

    public sealed override void Execute(ActivityContext context) => Start((Visit)context);

    /// <summary>The first visit.</summary>
    protected abstract void Start(Visit visit);

    /// <summary>A child that <paramref name="visit"/> scheduled has completed.</summary>
    public abstract void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes);

    /// <summary>Something at any depth below <paramref name="visit"/>, or itself, was cancelled.</summary>
    public virtual void DescendantCanceled(Visit visit, Visit canceled)
    {
    }

    /// <summary>The activities that can be begun in the place of a failed child, so that every join still comes out even. None unless
    /// overridden.</summary>
    public virtual IReadOnlyList<ActivityNode> TargetsInsteadOf(Visit visit, Visit failed) => [];

    /// <summary>Begins one of <see cref="TargetsInsteadOf"/> in the place of a failed child that was given up.</summary>
    public virtual void GoOnAt(Visit visit, Visit failed, ActivityNode target) => throw new InvalidOperationException(
        $"'{visit.Node.Id}' of type '{visit.Node.Type}' in instance {visit.InstanceId} cannot go on at '{target.Id}' instead of '{failed.Node.Id}'.");
}
