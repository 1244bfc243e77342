using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Regulatief.Tests.Testing;

/// <summary>What keeps a page from being used without good eyes or a mouse, as far as axe can tell.</summary>
internal static class Axe
{
    /// <summary>WCAG 2.2, level AA.</summary>
    public static readonly string[] Wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>As the page opens: what scrolls along lies over what one scrolled past.</summary>
    /// <param name="rules">Tags of axe's rules.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(this IPage page, params string[] rules)
    {
        await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(
            """
            async (rules) => {
              scrollTo(0, 0);
              const { violations } = await axe.run({ runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
              return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(", ")}`);
            }
            """,
            rules);
    }
}
