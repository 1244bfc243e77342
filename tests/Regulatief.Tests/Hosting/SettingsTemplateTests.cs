using System.Reflection;
using Microsoft.Extensions.Configuration;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Hosting;

public sealed class SettingsTemplateTests
{
    private const string Template = "appsettings.template.json";

    private static readonly Dictionary<string, string?> Settings = Flat(Template);

    [Fact]
    public void Template_EveryOption_StandsThereWithItsDefault()
    {
        foreach (var (key, value) in Options()) Settings.ShouldContainKeyAndValue(key, value);
    }

    [Fact]
    public void Template_WhatTheProgramShips_StandsThereWithThatValue()
    {
        foreach (var (key, value) in Flat("src/Regulatief.Web/appsettings.json")) Settings.ShouldContainKeyAndValue(key, value);
    }

    [Fact]
    public void Template_EverySetting_IsReadBySomething()
    {
        string[] readByKey = ["Urls", "AllowedHosts", "Role", "ConnectionStrings:Regulatief", "AutoMapper:LicenseKey"];

        Settings.Keys.Where(key => !key.StartsWith("Logging:", StringComparison.Ordinal)).Except(Options().Keys).ShouldBe(readByKey, ignoreOrder: true);
    }

    [Fact]
    public void Operations_EverySetting_IsToldThere()
    {
        var told = Repository.Read("docs/operations.md");

        Settings.Keys.Where(key => !key.StartsWith("Logging:", StringComparison.Ordinal) && !told.Contains($"`{key}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Template_EverySetting_HasACommentAboveIt()
    {
        var lines = Repository.Read(Template).Split('\n').Select(line => line.Trim()).ToList();

        var bare = lines.Index()
            .Where(line => line.Item.StartsWith('"') && !line.Item.EndsWith('{') && !lines[line.Index - 1].StartsWith("//", StringComparison.Ordinal));

        bare.ShouldBeEmpty();
    }

    [Fact]
    public void Control_TheSearchForOptionsFindsThem() => Options().ShouldContainKeyAndValue("Database:Provider", "Sqlite");

    private static Dictionary<string, string?> Options() => typeof(DatabaseOptions).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
        .SelectMany(type => OptionsIn($"{type.GetField("Section")!.GetRawConstantValue()}", Activator.CreateInstance(type)!))
        .ToDictionary(option => option.Key, option => option.Default);

    /// <summary>Also of what stands within them. What a service adds by names of its own has no default.</summary>
    private static IEnumerable<(string Key, string? Default)> OptionsIn(string section, object options) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).SelectMany(property => property.GetValue(options) switch
        {
            System.Collections.IDictionary => [],
            { } value when value.GetType().IsClass && value is not string => OptionsIn($"{section}:{property.Name}", value),
            var value => [($"{section}:{property.Name}", value?.ToString())],
        });

    private static Dictionary<string, string?> Flat(string file) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(Repository.Root, file)).Build().AsEnumerable()
        .Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value);
}
