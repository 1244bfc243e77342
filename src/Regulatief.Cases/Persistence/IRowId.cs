namespace Regulatief.Cases.Persistence;

/// <summary>An id that is a type of its own, so that two ids side by side cannot be swapped. Kept as a version 7 GUID.</summary>
public interface IRowId<TSelf> where TSelf : struct, IRowId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}
