namespace Regulatief.Engine.Migration;

/// <summary>An activity that keeps ids or places between runs, which mean something else in another version. Numbers and items need nothing.</summary>
internal interface ICarriesState
{
    /// <summary>Carries what it keeps over to the other version, or refuses.</summary>
    void Carry(VisitMove move);
}
