namespace Regulatief.Cases.Definitions;

/// <summary>Definitions that the program itself asks for by name.</summary>
public static class ShippedDefinitions
{
    /// <summary>What follows a risk signal from the moment that it is noted.</summary>
    public const string RiskSignal = "risicosignaal";
}
