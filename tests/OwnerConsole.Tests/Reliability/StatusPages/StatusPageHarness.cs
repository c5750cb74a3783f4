using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>Steps that tests of the status page share.</summary>
internal static partial class StatusPageHarness
{
    /// <summary>Waits until the JSON of the public page fulfils a condition.</summary>
    public static Task Await(TestConsole console, Func<JsonElement, bool> holds) =>
        Poll.Until(async () =>
        {
            using var answer = await console.Client.GetAsync("/status/api/v2/summary.json");
            return answer.IsSuccessStatusCode && holds(JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
        });

    public static async Task<HttpResponseMessage> Post(TestConsole console, string address, params (string Name, string Value)[] fields)
    {
        using var form = TestBrowser.Form(fields);
        return await console.Client.PostAsync(address, form);
    }

    /// <summary>Makes emails and webhooks due that wait until their run can't be undone without them.</summary>
    public static async Task SendNow(TestConsole console)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute("update work.items set due = now() where lane in ('mail:status_page', 'status_hooks:notices')");
        await work.Execute("update work.lanes set due = now(), wakes = wakes + 1 where lane in ('mail:status_page', 'status_hooks:notices')");
        work.WakeWorkers();
        await work.Commit();
    }

    [GeneratedRegex("/status/confirm/[A-Za-z0-9_-]{43}", RegexOptions.None, 1000)]
    public static partial Regex ConfirmLink();
}
