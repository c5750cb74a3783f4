using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed while the application uploads a file of an export, before it answers, and while its answer is stored.</summary>
[NotPooled("KilledDeliveriesTests, KilledRunTests and KilledIntakeTests kill consoles behind the pooler, and all resume through the same lanes.")]
public sealed class KilledExportTests
{
    [Fact]
    [Trait("When", "nightly")]
    public async Task A_file_whose_upload_is_interrupted_is_absent_until_it_is_uploaded_again()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        var console = await Start(machine, copy);
        var app = await TestApplication.Connect(services, machine.Address);
        var (tenant, task) = await Begin(app, services, copy);
        var content = RandomNumberGenerator.GetBytes(9_000_000);

        await Put(machine.Address, task, "small.json", new ByteArrayContent("{}"u8.ToArray()));
        var cut = Put(machine.Address, task, "large.bin", new StreamContent(new HaltingStream(content, after: 5_000_000)));
        await database.Until("select count(*) >= 4 from exports.chunks");
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();
        (await Record.ExceptionAsync(() => cut)).ShouldNotBeNull();
        console = await Start(machine, copy);
        var between = await CompleteFiles(database);
        await Put(machine.Address, task, "large.bin", new ByteArrayContent(content));
        await app.Say(task, "complete", new { });
        var zip = await Download(app, tenant);
        await Age(copy);
        await services.GetServices<IWorkHandler>().Single(kind => kind.Name == "exports.upkeep").Execute(null!, CancellationToken.None); // the handler does not use its item
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();

        between.ShouldBe(["small.json"]);
        zip.Entries.Count(entry => entry.FullName.StartsWith("application/", StringComparison.Ordinal)).ShouldBe(2);
        await using var large = zip.GetEntry("application/large.bin")!.Open(); // counted above
        (await SHA256.HashDataAsync(large)).ShouldBe(SHA256.HashData(content));
        await using var work = await database.Read();
        (await work.One<long>("select count(*) from exports.chunks")).ShouldBe(0); // including those of the partial file
    }

    [Fact]
    [Trait("When", "nightly")]
    public async Task A_member_export_killed_before_and_during_the_answer_is_complete_once_and_evidence_from_then_on()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        var console = await Start(machine, copy);
        var app = await TestApplication.Connect(services, machine.Address);
        await app.DeclareAll();
        var tenant = await app.Tenant("exported", members: 1);
        var member = (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var request = (await app.Run("privacy_request.record", IdGenerator.Platform, new { kind = "export", members = new[] { member } })).Created();
        await app.Run("privacy_request.verify", request, new { method = "signed_in" });
        var run = await Run(services, copy, "member.export", member);
        var task = await app.ClaimOf(tenant);
        var content = RandomNumberGenerator.GetBytes(3_000_000);

        await Put(machine.Address, task, "small.json", new ByteArrayContent("{}"u8.ToArray()));
        await End();
        console = await Start(machine, copy);
        var asked = await State();
        await Put(machine.Address, task, "large.bin", new ByteArrayContent(content));
        await using (await TestCluster.Current.Hold(copy, "core.run_subjects", "share"))
        {
            var cut = Send(machine.Address, task, HttpMethod.Post, "complete", new StringContent("{}", Encoding.UTF8, "application/json"));
            await database.Until("select exists (select from pg_locks where relation = 'core.run_subjects'::regclass and not granted)");
            await End();
            (await Record.ExceptionAsync(() => cut)).ShouldNotBeNull();
        }
        console = await Start(machine, copy);
        var lost = await State();
        var (first, again) = (await app.Say(task, "complete", new { }), await app.Say(task, "complete", new { }));
        var answered = await State();
        var exports = (await app.Get($"/api/v1/members/{member}/exports")).GetProperty("data");
        using var zip = new ZipArchive(
            new MemoryStream(await app.Http.GetByteArrayAsync($"/api/v1/members/{member}/exports/{exports[0].GetProperty("id").GetString()}/file"))
        );
        await End();

        (asked, lost, answered).ShouldBe((("pending", "run_not_done"), ("pending", "run_not_done"), ("included", null)));
        (first.Status, again.Status, exports.GetArrayLength(), exports[0].GetProperty("files").GetInt32()).ShouldBe((200, 200, 1, 2));
        await using var large = zip.GetEntry("application/large.bin")!.Open(); // counted above
        (await SHA256.HashDataAsync(large)).ShouldBe(SHA256.HashData(content));
        await using var work = await database.Read();
        (await work.List<string>("select l.outcome from core.log l where l.run_id = @RunId and l.kind = 'intake'", new { run.RunId })).ShouldBe(["done"]);
        (await work.One<long>("select count(*) from core.tasks where tenant_id = @tenant", new { tenant })).ShouldBe(1);

        async Task<(string? Application, string? Refusal)> State() =>
            (
                (await app.Get($"/api/v1/members/{member}/exports")).GetProperty("data")[0].GetProperty("application").GetString(),
                await app.Refusal("privacy_request.fulfil", request, new { runs = new[] { run.RunId } })
            );

        async Task End()
        {
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
        }
    }

    private static async Task<Process> Start(InstalledConsole machine, Connections copy)
    {
        var console = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        await machine.Ready(console);
        return console;
    }

    private static async Task<(string Tenant, JsonElement Task)> Begin(TestApplication app, IServiceProvider services, Connections copy)
    {
        await app.DeclareAll();
        var tenant = await app.Tenant("exported");
        await Run(services, copy, "tenant.export", tenant);
        return (tenant, await app.ClaimOf(tenant));
    }

    private static async Task<Run> Run(IServiceProvider services, Connections copy, string operation, string subject)
    {
        var declarations = services.GetRequiredService<DeclarationCache>();
        await declarations.StartAsync(CancellationToken.None); // loads the declarations made to the other process
        await declarations.StopAsync(CancellationToken.None);
        var preview = await services
            .GetRequiredService<Previews>()
            .Create(Caller.System, operation, TargetSelection.Of(subject), Json.Element(new { }), CancellationToken.None);
        await TestCluster.Current.Force(copy, "update core.previews set required_confirmation = 'confirm'"); // a person would confirm their identity
        return await services.GetRequiredService<Runner>().Start(Caller.System, new(preview.PreviewId, "It is asked for."), key: null, CancellationToken.None);
    }

    private static Task Put(Uri address, JsonElement task, string name, HttpContent content) => Send(address, task, HttpMethod.Put, $"files/{name}", content);

    private static async Task Send(Uri address, JsonElement task, HttpMethod method, string path, HttpContent content)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(method, $"/api/v1/tasks/{task.GetProperty("id").GetString()}/{path}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", task.GetProperty("token").GetString());
        using var answer = await http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    private static async Task<ZipArchive> Download(TestApplication app, string tenant)
    {
        var export = (await app.Get($"/api/v1/tenants/{tenant}/exports")).GetProperty("data")[0].GetProperty("id").GetString();
        return new(new MemoryStream(await app.Http.GetByteArrayAsync($"/api/v1/tenants/{tenant}/exports/{export}/file")));
    }

    private static async Task<IReadOnlyList<string>> CompleteFiles(Database database)
    {
        await using var work = await database.Read();
        return await work.List<string>("select name from exports.files where completed_at is not null");
    }

    /// <summary>Moves the export past its seven days.</summary>
    private static Task Age(Connections copy) =>
        TestCluster.Current.Force(
            copy,
            "update core.tasks set ended_at = ended_at - interval '8 days'; update exports.files set started_at = started_at - interval '8 days'"
        );

    /// <summary>Returns the beginning of its content, then blocks until the reader disconnects.</summary>
    private sealed class HaltingStream(byte[] content, int after) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= after)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
