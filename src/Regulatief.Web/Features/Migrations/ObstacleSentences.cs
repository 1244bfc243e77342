using Regulatief.Engine.Definitions;
using Regulatief.Engine.Migration;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Migrations;

/// <summary>Says what stands in the way of a move, with the steps as the designer calls them.</summary>
internal sealed class ObstacleSentences(WorkflowDefinition from, WorkflowDefinition to, Texts texts)
{
    public string For(MigrationRefusal refusal) => texts[$"Migrations.Obstacle.{refusal.Obstacle}", TitleOf(refusal.ActivityId), refusal.Detail is { } detail ? TitleOf(detail) : ""];

    /// <summary>An activity's title; anything else stays as it is.</summary>
    private string TitleOf(string id) => (from.Find(id) ?? to.Find(id)) is { } node ? texts.TitleOf(Title(node)) : id;

    public static string Title(ActivityNode node) => node.DisplayText ?? node.Name ?? node.Id;
}
