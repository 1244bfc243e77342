using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.ElsaApi.Descriptors;

/// <summary>What Studio asks about this server before it draws anything.</summary>
public sealed class DescriptorsController(Texts texts) : ElsaController
{
    private const string InstanceDriver = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";
    private const string MemoryDriver = "Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core";

    private static readonly string[] VariableTypes =
        ["Boolean", "DateOnly", "DateTimeOffset", "Decimal", "Double", "Guid", "Int32", "Int64", "Object", "String", "TimeOnly", "TimeSpan"];

    /// <summary>None. Without <c>RealTimeWorkflowUpdates</c> the viewer asks again by itself; told by the hub, Studio 3.8.2 loses its journal and may stop.</summary>
    [HttpGet("features/installed")]
    public IActionResult Features() => Items(Array.Empty<object>());

    [HttpGet("features/installed/{fullName}")]
    public IActionResult Feature(string fullName) => NotFound();

    [HttpGet("package/version")]
    public IActionResult PackageVersion() => Answer(new { PackageVersion = "3.8.2" });

    [HttpGet("descriptors/activities")]
    public async Task<IActionResult> Activities() => Items(await SendAsync(new ListActivityDescriptorsQuery()));

    /// <summary>No input's choices depend on another here: the descriptor has them all.</summary>
    [HttpPost("descriptors/activities/{type}/options/{property}")]
    public IActionResult Options(string type, string property) => Answer(new { Items = new { } });

    [HttpGet("descriptors/expression-descriptors")]
    public IActionResult Expressions() => Items(new[]
    {
        Expression("Literal", null, isBrowsable: false),
        Expression("Object", "json", isBrowsable: false),
        Expression("Variable", null),
        Expression("Input", null),
        Expression("JavaScript", "javascript"),
        Expression("Liquid", "liquid"),
    });

    [HttpGet("descriptors/variables")]
    public IActionResult Variables() => Items(VariableTypes.Select(type =>
        new { TypeName = type, DisplayName = texts.Find($"Activity.Type.{type}") ?? type, Category = texts["Activity.Category.Primitives"], Description = "" }).ToList());

    [HttpGet("descriptors/storage-drivers")]
    public IActionResult StorageDrivers() => Items(new[]
    {
        new { TypeName = InstanceDriver, DisplayName = texts["Activity.Storage.Instance"], Priority = 5, Deprecated = false },
        new { TypeName = MemoryDriver, DisplayName = texts["Activity.Storage.Memory"], Priority = 0, Deprecated = false },
    });

    /// <summary>Who starts a workflow here decides by itself whether it may; no strategy of Elsa's does.</summary>
    [HttpGet("descriptors/workflow-activation-strategies"), HttpGet("descriptors/incident-strategies"), HttpGet("descriptors/log-persistence-strategies")]
    [HttpGet("descriptors/commit-strategies/workflows"), HttpGet("descriptors/commit-strategies/activities"), HttpGet("descriptors/output-converters")]
    [HttpGet("resilience/strategies"), HttpGet("resilience/retries/{activityInstanceId}"), HttpGet("workflow-contexts/provider-descriptors")]
    public IActionResult Nothing() => Answer(new { Items = Array.Empty<object>(), Count = 0, TotalCount = 0 });

    private static object Expression(string type, string? editor, bool isBrowsable = true) => new
    {
        Type = type,
        DisplayName = type,
        IsSerializable = true,
        IsBrowsable = isBrowsable,
        Properties = editor is null ? [] : new Dictionary<string, string> { ["MonacoLanguage"] = editor },
    };
}
