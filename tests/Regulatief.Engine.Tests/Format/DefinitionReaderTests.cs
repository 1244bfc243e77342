using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Format;

public class DefinitionReaderTests
{
    public static TheoryData<string, string> BrokenRoots => new()
    {
        { """{ "id": "a", "type": "Elsa.Nothing" }""", "unknown-activity $.root.type" },
        { """{ "id": "a", "type": "System.Net.Mail.SmtpClient, System.Net.Mail" }""", "unknown-activity $.root.type" },
        { """{ "id": "a", "$type": "Elsa.WriteLine" }""", "missing-type $.root.type" },
        { """{ "$id": "1", "id": "a", "type": "Elsa.Sequence", "activities": [{ "$ref": "1" }] }""", "missing-type $.root.activities[0].type" },
        { """{ "type": "Elsa.Sequence", "activities": [] }""", "missing-id $.root.id" },
        { """{ "id": "a" }""", "missing-type $.root.type" },
        { """{ "id": "a", "type": "Elsa.Sequence", "activities": [{ "id": "a", "type": "Elsa.End" }] }""", "duplicate-id $.root.activities[0].id" },
        { """{ "id": "a", "type": "Elsa.Sequence", "activities": [7] }""", "wrong-kind $.root.activities[0]" },
        { """{ "id": "a", "type": "Elsa.Flowchart", "start": "b", "activities": [] }""", "unknown-start $.root.start" },
        { """{ "id": "a", "type": "Elsa.Flowchart", "connections": {} }""", "wrong-kind $.root.connections" },
        {
            """{ "id": "a", "type": "Elsa.Flowchart", "connections": [{ "source": { "activity": "x" } }] }""",
            "broken-connection $.root.connections[0]"
        },
        {
            """{ "id": "a", "type": "Elsa.WriteLine", "text": { "expression": { "type": "CSharp", "value": "1" } } }""",
            "refused-language $.root.text.expression.type"
        },
        {
            """{ "id": "a", "type": "Elsa.WriteLine", "text": { "expression": { "type": "Python", "value": "1" } } }""",
            "refused-language $.root.text.expression.type"
        },
        {
            """{ "id": "a", "type": "Elsa.FlowSwitch", "cases": [{ "label": "x", "condition": { "type": "Python", "value": "1" } }] }""",
            "refused-language $.root.cases[0].condition.type"
        },
        { """{ "id": "a", "type": "Elsa.Sequence", "variables": [{}] }""", "missing-name $.root.variables[0]" },
    };

    [Theory]
    [MemberData(nameof(BrokenRoots))]
    public void Read_SomethingWrongInTheRoot_IsRefusedWithItsPath(string root, string problem)
    {
        var reading = Read($$"""{ "definitionId": "d", "root": {{root}} }""");

        reading.Definition.ShouldBeNull();
        reading.Problems.Select(p => $"{p.Code} {p.Path}").ShouldContain(problem);
    }

    [Theory]
    [InlineData("", "invalid-json")]
    [InlineData("{", "invalid-json")]
    [InlineData("[]", "wrong-kind")]
    [InlineData("null", "wrong-kind")]
    [InlineData("{}", "missing-root")]
    [InlineData("""{ "root": [] }""", "missing-root")]
    [InlineData("""{ "root": {}, "root": {} }""", "invalid-json")]
    [InlineData("""{ "root": {}, "version": 0 }""", "wrong-version")]
    [InlineData("""{ "name": "\ud800", "root": {} }""", "invalid-text")]
    public void Read_NoDefinitionAtAll_IsRefused(string json, string code)
    {
        var reading = Read(json);

        reading.HasErrors.ShouldBeTrue();
        reading.Problems.Select(p => p.Code).ShouldContain(code);
    }

    [Fact]
    public void Read_BytesThatAreNoText_AreRefused()
    {
        var reading = DefinitionReader.Read([(byte)'"', 0xFF, (byte)'"'], A.Catalog);

        reading.Problems.ShouldHaveSingleItem().Code.ShouldBe("invalid-json");
    }

    [Fact]
    public void Read_NameOfADotNetTypeWhereSerializersLookForOne_IsKeptAsTextAndLoadsNothing()
    {
        const string name = "Regulatief.Nowhere.Thing, Regulatief.Nowhere";
        var sought = 0;
        AppDomain.CurrentDomain.AssemblyResolve += (_, asked) =>
        {
            sought += asked.Name.StartsWith("Regulatief.Nowhere", StringComparison.Ordinal) ? 1 : 0;
            return null;
        };
        var written = A.WriteLine("a", "JSON.stringify(getVariable('Mail'))");
        written["$type"] = name;
        var mail = new JsonObject { ["$type"] = name, ["host"] = "example.org" };
        var variable = A.Variable("Mail", value: mail);
        variable["$type"] = name;
        var document = A.Document(written, variable);
        document["$type"] = name;

        var definition = Read(document.ToJsonString()).Definition.ShouldNotBeNull();
        var run = TestRun.Start(definition, isReloaded: true);

        run.Lines.ShouldHaveSingleItem().ShouldContain(name);
        JsonNode.DeepEquals(definition.Source, document).ShouldBeTrue();
        sought.ShouldBe(0);
        Type.GetType(name).ShouldBeNull();
        sought.ShouldBeGreaterThan(0, "a look for it is seen");
    }

    [Fact]
    public void Read_TenThousandLevels_IsRefusedNamingTheLimit()
    {
        var reading = Read(string.Concat(Enumerable.Repeat("[", 10_000)));

        var problem = reading.Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe("nested-too-deep");
        problem.Message.ShouldContain($"{DefinitionReader.MaxDepth}");
    }

    [Fact]
    public void Read_FiftyMegabytes_IsRefusedNamingBothSizes()
    {
        var reading = Read(new string(' ', 50_000_000));

        var problem = reading.Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe("too-large");
        problem.Message.ShouldContain("50000000 bytes");
        problem.Message.ShouldContain("5242880");
    }

    [Fact]
    public void Read_MoreActivitiesThanAllowed_IsRefusedOnce()
    {
        var many = A.Sequence([.. Enumerable.Range(0, 3_000).Select(i => A.Activity($"a{i}", "Elsa.End"))]);

        var reading = Read(A.Document(many).ToJsonString());

        reading.Problems.ShouldHaveSingleItem().Code.ShouldBe("too-many-activities");
    }

    [Fact]
    public void Read_SeveralThingsWrong_NamesThemAllAtOnce()
    {
        var root = A.Flowchart(["a:Nowhere>b", "a:Done>ghost"], A.Activity("a", "Elsa.WriteLine"), A.Activity("b", "Elsa.Unheard"));

        var reading = Read(A.Document(root).ToJsonString());

        reading.Problems.Select(p => p.Code).ShouldBe(["unknown-activity", "unknown-port", "broken-connection"]);
        reading.Problems.ShouldContain(p => p.Message == "'a' has no port 'Nowhere'; it has Done.");
    }

    [Fact]
    public void Read_WhatStudioSends_IsReadLoosely()
    {
        var reading = Read("""
            {
              "definitionId": "d", "links": null,
              "root": {
                "id": "f", "type": "Elsa.Flowchart", "activities": [
                  { "id": "0123456789abcdef", "name": "WriteLine1", "type": "Elsa.WriteLine", "version": 1,
                    "metadata": { "designer": { "position": { "x": 10, "y": -2.5 } } },
                    "text": { "typeName": null, "expression": { "type": "Literal", "value": "hallo" }, "memoryReference": null } },
                  { "id": "b", "type": "Elsa.WriteLine", "version": 1 }
                ],
                "connections": [{ "source": "0123456789abcdef", "target": "b", "sourcePort": "Done", "targetPort": "In" }]
              }
            }
            """);

        reading.HasErrors.ShouldBeFalse();
        var written = reading.Definition!.Find("0123456789abcdef")!;
        written.Position.ShouldBe(new NodePosition(10, -2.5));
        written.NodeId.ShouldBe("Workflow1:f:0123456789abcdef");
        reading.Definition.Root.Connections.ShouldBe([new Connection("0123456789abcdef", "Done", "b", "In")]);
    }

    [Fact]
    public void Read_FieldsUnknownToUs_AreKeptAsRead()
    {
        var document = A.Document(A.Sequence());
        document["somethingOfTheirs"] = new JsonObject { ["kept"] = true };

        var reading = Read(document.ToJsonString());

        reading.Definition!.Source.ToJsonString().ShouldBe(document.ToJsonString());
    }

    /// <summary>Whatever is done to a good document, the reader answers; it never throws.</summary>
    [Fact]
    public void Read_AGoodDocumentDamagedAnywhere_NeverThrows()
    {
        var good = Encoding.UTF8.GetBytes(File.ReadLines("Reference/runs.jsonl").First());
        var damage = (from at in Gen.Choose(0, good.Length - 1) from value in Gen.Choose(0, 255) select (at, value)).ToArbitrary();

        Check.QuickThrowOnFailure(Prop.ForAll(damage, d =>
        {
            var damaged = good.ToArray();
            damaged[d.at] = (byte)d.value;
            DefinitionReader.Read(damaged, A.Catalog).ShouldNotBeNull();
        }));
    }

    private static DefinitionReading Read(string json) => DefinitionReader.Read(json, A.Catalog);
}
