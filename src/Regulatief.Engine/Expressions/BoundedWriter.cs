using System.Globalization;

namespace Regulatief.Engine.Expressions;

/// <summary>Takes what a template writes, up to the longest text there may be.</summary>
internal sealed class BoundedWriter(ScriptBudget budget) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        Expect(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Expect(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Expect(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(string? value)
    {
        Expect(value?.Length ?? 0);
        base.Write(value);
    }

    private void Expect(int more)
    {
        budget.Check();
        ScriptBudget.RefuseLongerThan(GetStringBuilder().Length + more);
    }
}
