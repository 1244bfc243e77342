using Regulatief.Engine.Execution;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

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

    /// <summary>Carries what it keeps between runs over to another version, or refuses. Numbers and items need nothing; ids and places do.</summary>
    public virtual void Carry(VisitMove move)
    {
    }
}
