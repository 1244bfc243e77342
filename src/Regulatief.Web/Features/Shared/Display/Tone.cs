namespace Regulatief.Web.Features.Shared.Display;

/// <summary>How something is meant, so that it never depends on its colour alone.</summary>
public enum Tone
{
    Neutral,
    Information,
    Success,
    Warning,
    Danger,
}
