using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Tenants.Imports;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed while a file is uploaded, stored, checked, imported and undone.</summary>
[Trait("When", "nightly")]
public sealed class KilledImportTests
{
    private const int Tenants = 4_500; // more than 5,000 changes need a reason

    private static readonly string s_file = "id,name\n" + string.Concat(Enumerable.Range(1, Tenants).Select(number => $"studio-{number},Studio {number}\n"));

    [Fact]
    public async Task A_killed_import_applies_and_undoes_each_row_once_and_leaves_no_file()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        var console = Start(machine, copy);
        await machine.Ready(console);
        var app = await TestApplication.Connect(services, machine.Address);
        var uploads = new DirectoryInfo(Path.Combine(machine.Data, "uploads"));

        var rest = new TaskCompletionSource();
        var cut = Upload(machine.Address, app.Key, new StalledContent(s_file, rest.Task, "last,Last\n")); // more than is kept in memory
        await Poll.Until(() => uploads.EnumerateFiles().Any());
        await End();
        rest.SetResult();
        (await Record.ExceptionAsync(() => cut)).ShouldNotBeNull();
        await Begin();
        uploads.EnumerateFiles().ShouldBeEmpty();

        await using (await TestCluster.Current.Hold(copy, "imports.rows", "share"))
        {
            cut = Upload(machine.Address, app.Key, new StringContent(s_file));
            await database.Until("select count(*) = 1 from imports.imports where state = 'uploading'");
            await End();
        }
        (await Record.ExceptionAsync(() => cut)).ShouldNotBeNull();
        await Begin();
        (await app.Get("/api/v1/imports")).GetProperty("data").GetArrayLength().ShouldBe(0); // an incomplete file is never shown

        var id = (await UploadedImport.Send(app, "tenants", s_file)).GetProperty("id").GetString()!;
        await app.Put($"/api/v1/imports/{id}/mapping", new { columns = new { id = "external_id", name = "name" }, conflicts = "keep_ours" });
        await KillAt(1_000, "ready");
        await Until("checked");
        var run = await app.Run("import.apply", id);
        foreach (var applied in (int[])[500, 2_000])
            await KillAt(applied, "applied");
        await Until("applied");
        var tenants = await Count("core.tenants where external_id like 'studio-%'");
        var opened = await Count("core.log where operation = 'tenant.opened'");
        var results = await Count($"imports.rows where import_id = '{id}' and state = 'applied'");
        await app.Undo(run);
        await KillAt(1_000, "reverted");
        await Until("undone");
        var left = await Count("core.tenants where external_id like 'studio-%'");
        var reverted = await Count($"imports.rows where import_id = '{id}' and state = 'reverted'");
        await End();

        (tenants, opened, results).ShouldBe((Tenants, Tenants, Tenants));
        (left, reverted).ShouldBe((0, Tenants));

        async Task KillAt(int rows, string state)
        {
            await database.Until($"select count(*) >= {rows} from imports.rows where import_id = '{id}' and state = '{state}'");
            await End();
            await Begin();
        }

        Task Until(string state) => database.Until($"select state = '{state}' from imports.imports where import_id = '{id}'");

        async Task<long> Count(string rows)
        {
            await using var work = await database.Read();
            return await work.One<long>($"select count(*) from {rows}");
        }

        async Task End()
        {
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
        }

        async Task Begin()
        {
            await TestCluster.Current.Force(copy, "update work.lanes set leased_until = now()"); // instead of waiting until the leases end
            console = Start(machine, copy);
            await machine.Ready(console);
        }
    }

    private static Process Start(InstalledConsole machine, Connections copy) =>
        machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));

    private static async Task Upload(Uri address, string key, HttpContent content)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await http.PostAsync("/api/v1/imports?kind=tenants", content);
        answer.EnsureSuccessStatusCode();
    }
}
