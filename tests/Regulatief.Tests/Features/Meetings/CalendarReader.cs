using System.Diagnostics;
using System.Text.Json;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Meetings;

/// <summary>Reads iCalendar by ical.js, which Thunderbird does too: a parser that is not the one that wrote it.</summary>
internal static class CalendarReader
{
    private const string Script =
        """
        const ICAL = require(process.argv[1]).default ?? require(process.argv[1]);
        let text = "";
        process.stdin.on("data", (part) => (text += part)).on("end", () => {
          const calendar = new ICAL.Component(ICAL.parse(text));
          console.log(JSON.stringify({
            method: calendar.getFirstPropertyValue("method"),
            events: calendar.getAllSubcomponents("vevent").map((found) => new ICAL.Event(found)).map((event) => ({
              uid: event.uid, sequence: event.sequence, summary: event.summary, location: event.location, description: event.description,
              start: event.startDate.toString(), end: event.endDate.toString(), status: event.component.getFirstPropertyValue("status"),
              organizer: event.organizer, attendees: event.attendees.map((who) => who.getFirstValue()),
            })),
          }));
        });
        """;

    public static async Task<ReadCalendar> ReadAsync(string text, CancellationToken cancellationToken)
    {
        text.Split('\n').ShouldAllBe(line => System.Text.Encoding.UTF8.GetByteCount(line.TrimEnd('\r')) <= 75, "a line of iCalendar is at most 75 bytes");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Script);
        start.ArgumentList.Add(Path.Combine(Repository.Root, "src/Regulatief.Web/node_modules/ical.js/dist/ical.es5.cjs"));
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(text.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var (answer, complaint) = (await process.StandardOutput.ReadToEndAsync(cancellationToken), await process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0, complaint);
        return JsonSerializer.Deserialize<ReadCalendar>(answer, JsonSerializerOptions.Web)!;
    }
}

internal sealed record ReadCalendar(string Method, List<ReadEvent> Events);

internal sealed record ReadEvent(
    string Uid, int Sequence, string Summary, string? Location, string Description, string Start, string End, string Status, string? Organizer, List<string> Attendees);
