using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

internal static class ChoiceInput
{
    /// <summary>An input that is one of a list of names; null where it is blank or says the word for none.</summary>
    /// <param name="fallback">Taken where the definition writes nothing.</param>
    /// <exception cref="ActivityFaultException"><c>wrong-input</c>, which trying again does not mend: it is no such name.</exception>
    public static T? Choice<T>(this ActivityContext context, string name, string none = "", T? fallback = null)
        where T : struct, Enum
    {
        var written = context.Input(name, fallback?.ToString() ?? none);
        return written.Length == 0 || written == none ? null
            : Enum.IsDefined(typeof(T), written) ? Enum.Parse<T>(written)
            : throw new ActivityFaultException("wrong-input", $"The {name} of '{context.Node.Id}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
