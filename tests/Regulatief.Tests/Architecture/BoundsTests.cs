using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Hosting.Pipeline;
using Page = Regulatief.Cases.Persistence.Page;

namespace Regulatief.Tests.Architecture;

/// <summary>Whatever a request or a form holds of texts, lists, dates and pages has its bounds, so that nothing that comes in can be more than the code behind can bear.</summary>
[Collection(nameof(SqliteHost))]
public sealed class BoundsTests(SqliteHost host)
{
    private static readonly IEnumerable<Type> Requests =
        Code.Web.GetTypes().Where(type => !type.IsAbstract && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)));

    private static IEnumerable<TaskForm> Forms => Enum.GetValues<HumanTaskKind>().Select(TaskForms.Find).OfType<TaskForm>();

    /// <summary>Types of which every value is as small as another.</summary>
    private static readonly HashSet<Type> Small =
        [typeof(bool), typeof(int), typeof(decimal), typeof(double), typeof(Guid), typeof(TimeOnly), typeof(TimeSpan), typeof(Page)];

    [Fact]
    public void Requests_EveryTextListAndDate_HasItsBounds() => Requests.SelectMany(UnboundedIn).ShouldBe(
        // Our own words, which are cut where they are kept: to refuse them would lose the failure.
        ["IssueStudioTokenQuery.User", $"{nameof(RecordFailedWorkCommand)}.{nameof(RecordFailedWorkCommand.Failure)}"]);

    [Fact]
    public void Forms_EveryTextListAndDate_HasItsBounds() =>
        Forms.Select(form => form.AnswersType).SelectMany(UnboundedIn).ShouldBeEmpty();

    [Fact]
    public void Control_WhatHasNoBoundsIsSeen() =>
        UnboundedIn(typeof(UnboundedQuery)).ShouldBe(["UnboundedQuery.Fields", "UnboundedQuery.Page", "UnboundedQuery.Long"]);

    [Fact]
    public void Control_TheSearchFindsRequestsAndForms()
    {
        Requests.ShouldContain(typeof(FindCasesQuery));
        Forms.Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Pipeline_LooksAtBoundsBeforeAnythingElse()
    {
        await using var scope = host.Services.CreateAsyncScope();

        scope.ServiceProvider.GetServices<IValidator<FindCasesQuery>>().First().ShouldBeOfType<RequestBounds<FindCasesQuery>>();
    }

    /// <summary>The properties that take more than <see cref="Bounds"/> allows, or are of a kind that it does not know.</summary>
    private static IEnumerable<string> UnboundedIn(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => FieldOf(type, property) is not null && !IsBounded(type, property))
        .Select(property => $"{type.Name}.{property.Name}");

    private static bool IsBounded(Type type, PropertyInfo property)
    {
        var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        // A number of a page becomes an offset, which only Page keeps within the list.
        if (property.PropertyType == typeof(int) && property.Name == nameof(Page)) return false;
        if (IsSmall(kind)) return true;

        var tooMuch = TooMuch(kind, property.GetCustomAttribute<AtMostAttribute>()?.Characters).ToList();
        return tooMuch.Count > 0 && tooMuch.TrueForAll(value =>
        {
            var holder = RuntimeHelpers.GetUninitializedObject(type);
            FieldOf(type, property)!.SetValue(holder, value);
            return Bounds.Exceeded(holder).Any(failure => failure.PropertyName.StartsWith(property.Name, StringComparison.Ordinal));
        });
    }

    private static bool IsSmall(Type kind) =>
        Small.Contains(kind) || kind.IsEnum || IsOfSmallParts(kind) || kind.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRowId<>));

    private static bool IsOfSmallParts(Type kind) => kind.Namespace?.StartsWith(nameof(Regulatief), StringComparison.Ordinal) == true
        && kind.GetProperties(BindingFlags.Public | BindingFlags.Instance) is { Length: > 0 } parts && Array.TrueForAll(parts, p => IsSmall(Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType));

    /// <summary>Values of the kind, each of which must be refused; none of a kind that is not known here.</summary>
    private static IEnumerable<object> TooMuch(Type kind, int? atMost)
    {
        if (atMost is int.MaxValue) return [];
        if (kind == typeof(string)) return [new string('x', (atMost ?? Bounds.Text) + 1), "\0", "\ud800"];
        if (typeof(JsonNode).IsAssignableFrom(kind)) return [new JsonObject { ["x"] = new string('x', atMost ?? Bounds.Json) }, new JsonObject { ["x"] = "\0" }];
        if (kind == typeof(DateOnly)) return [DateOnly.MinValue, DateOnly.MaxValue];
        if (kind == typeof(DateTimeOffset)) return [DateTimeOffset.MinValue, DateTimeOffset.MaxValue];
        if (ElementOf(kind) is { } element)
            return [ListOf(element, kind, new object?[Bounds.Items + 1]), .. IsSmall(element) ? [] : TooMuch(element, null).Select(item => ListOf(element, kind, [item]))];
        return kind.Namespace?.StartsWith(nameof(Regulatief), StringComparison.Ordinal) == true ? TooMuchWithin(kind) : [];
    }

    /// <summary>Of a type of ours: an instance for each property, with too much in that one alone.</summary>
    private static IEnumerable<object> TooMuchWithin(Type kind) =>
        from property in kind.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let field = FieldOf(kind, property)
        let held = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        where field is not null && !IsSmall(held)
        from value in TooMuch(held, property.GetCustomAttribute<AtMostAttribute>()?.Characters)
        select With(RuntimeHelpers.GetUninitializedObject(kind), field, value);

    private static object With(object holder, FieldInfo field, object value)
    {
        field.SetValue(holder, value);
        return holder;
    }

    private static Type? ElementOf(Type kind) => kind.IsArray ? kind.GetElementType()
        : kind.IsGenericType && typeof(IEnumerable).IsAssignableFrom(kind) && kind.GenericTypeArguments is [var element] ? element : null;

    private static object ListOf(Type element, Type kind, object?[] items)
    {
        var array = Array.CreateInstance(element, items.Length);
        for (var i = 0; i < items.Length; i++) if (items[i] is not null) array.SetValue(items[i], i);
        return kind.IsAssignableFrom(array.GetType()) ? array : Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array)!;
    }

    /// <summary>Null for what is computed.</summary>
    private static FieldInfo? FieldOf(Type type, PropertyInfo property) =>
        (property.DeclaringType ?? type).GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance);

    private sealed record UnboundedQuery(string Fine, Dictionary<string, string> Fields, int Page, [property: AtMost(int.MaxValue)] string Long) : IRequest<int>;
}
