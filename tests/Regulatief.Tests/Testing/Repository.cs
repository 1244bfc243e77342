using System.Runtime.CompilerServices;

namespace Regulatief.Tests.Testing;

/// <summary>The files that the tests hold against the code.</summary>
internal static class Repository
{
    public static string Root { get; } = RootAbove(Path.GetDirectoryName(ThisFile())!);

    /// <summary>The product as it was built beside these tests, with all that it serves.</summary>
    public static string ProductAssembly
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Root, "src", "Regulatief.Web", "bin", output.Parent!.Name, output.Name, "Regulatief.Web.dll");
        }
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Files below a folder by their path from the root, without what a build made.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)
                && !file.Contains("/node_modules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string RootAbove(string folder) =>
        File.Exists(Path.Combine(folder, "Regulatief.sln")) ? folder : RootAbove(Path.GetDirectoryName(folder)!);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
