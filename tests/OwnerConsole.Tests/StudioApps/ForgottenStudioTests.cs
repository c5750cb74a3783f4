using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>Runs both programs as their owners do: after a studio is anonymised, no personal data of it is found anywhere.</summary>
[OwnDatabase("Backups are of the private cluster; whoever runs another one makes theirs.")]
[Slow(12, "StudioApp")]
public sealed partial class ForgottenStudioTests : IDisposable
{
    private static readonly string[] Files =
    [
        "/audit/export",
        "/audit/export?format=ndjson",
        .. new[] { "/tenants", "/members", "/tasks", "/webhooks/out", "/work", "/emails", "/audit/impersonation" }.SelectMany(list =>
            new[] { $"{list}/export", $"{list}/export?format=xlsx" }
        ),
    ];

    private readonly InstalledConsole _machine = new() { IsBackedUp = true };
    private readonly StringBuilder _output = new();

    private Process? _served;

    public void Dispose()
    {
        _served?.Kill();
        _served?.WaitForExit();
        _served?.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public async Task An_anonymised_studio_leaves_no_personal_data_in_databases_logs_webhooks_exports_or_backups()
    {
        _served = _machine.Start("serve", ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow"));
        Listen(_served);
        await _machine.Ready(_served);
        var premises = await ClusterLocation.Find(_machine.Data, say: null, CancellationToken.None);
        var super = premises.DataDirectory.ConnectionString(DatabaseRoles.Super, premises.Passwords);
        var masterKey = Convert.FromBase64String((await File.ReadAllTextAsync(_machine.MasterKey)).Trim());
        await using var services = ConsoleHost.Services(new(premises.Connections, _machine.Port, masterKey));
        var database = services.GetRequiredService<Database>();
        var owner = await TestApplication.Connect(services, _machine.Address);
        await using var receiver = await WebhookReceiver.Start();
        await receiver.Connect(owner);
        var told = new ConcurrentQueue<WebhookReceiver.ReceivedEvent>();
        _ = receiver.Collect(told); // runs until the receiver is disposed
        await using var studio = await StudioProcess.Start(_machine.Address, owner);
        var id = await studio.Open();
        await studio.Book();
        var words = await studio.All<string>(
            "select name from studio.studios union select name from studio.people union select email from studio.people where email is not null"
        );
        await database.Until("select count(*) = 8 from core.members");
        var tenant = await One(database, "select tenant_id from core.tenants");
        var member = await One(database, "select member_id from core.members order by member_id limit 1");
        await owner.Run("note.add", tenant, new { text = $"{words[0]} called." });
        await owner.Run("member.notify", member, new { title = $"News for {words[0]}", body = $"Hello {words[1]}." });
        await owner.Put(
            $"/api/v1/members/{member}/consents/marketing",
            new
            {
                legal_basis = "consent",
                state = "granted",
                source = $"Form of {words[0]}",
            }
        );
        await owner.Run("tenant.suspend", tenant, new { cause = "other", message = $"Sorry, {words[1]}." });
        await owner.Run("tenant.reactivate", tenant);
        await database.Until("select exists (select from core.events where type = 'lesson.booked')");
        (await DatabaseTextSearch.Find(super, words)).Count.ShouldBeGreaterThan(10);
        var backup = Backup().Match((await _machine.Run("backup")).Said).Value;
        var toldBefore = told.Count;

        await Forget(services, tenant);
        await database.Until($"select exists (select from core.tasks where kind = 'tenant.anonymise' and state = 'done')");
        await database.Until("select not exists (select from core.erasures where copied_at is null)");
        await studio.Visitor.Get("/");
        await owner.Run("webhook_endpoint.test", await One(database, "select endpoint_id from webhooks.endpoints order by 1 limit 1"));
        var exported = string.Concat(await Task.WhenAll(Files.Select(file => Export(owner, file))));
        var into = _machine.Data + ".copy";
        var restored = await _machine.Run($"restore --backup {backup} --to-point {backup} --into {into}");

        restored.Code.ShouldBe(0, restored.Said);
        (await DatabaseTextSearch.Find(super, words)).ShouldBeEmpty();
        (await DatabaseTextSearch.Find(studio.Database, words)).ShouldBeEmpty();
        exported.ShouldContain($"Tenant {tenant[^4..]}");
        var bodies = string.Concat(told.Skip(toldBefore).Select(receivedEvent => receivedEvent.Body.GetRawText()));
        bodies.ShouldContain("tenant.anonymised");
        foreach (var word in words)
        {
            exported.ShouldNotContain(word);
            bodies.ShouldNotContain(word);
            Said.ShouldNotContain(word);
            studio.Said.ShouldNotContain(word);
        }
        await using (var copy = await Cluster.Start(new(into, Durable: false)))
        {
            await using var older = new Database(copy.Connections);
            (await DatabaseTextSearch.Find(copy.Super, words)).ShouldBeEmpty();
            (await One(older, "select count(*)::text from core.tasks where kind = 'tenant.anonymise'")).ShouldBe("0");
            (await One(older, "select count(*)::text from core.log where code = 'erased_again'")).ShouldBe("1");
        }
    }

    private string Said
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private void Listen(Process process)
    {
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Keep(object _, DataReceivedEventArgs line)
        {
            lock (_output)
                _output.AppendLine(line.Data);
        }
    }

    /// <summary>Anonymises the tenant as a person who has just verified their identity.</summary>
    private static async Task Forget(ServiceProvider services, string tenant)
    {
        await services.GetRequiredService<DeclarationCache>().StartAsync(CancellationToken.None);
        var preview = await services
            .GetRequiredService<Previews>()
            .Create(Caller.System, "tenant.anonymise", TargetSelection.Of([tenant]), Json.Element(new { }), CancellationToken.None);
        preview.Accepted.ShouldBe(1, preview.Names.Text(preview.Subjects[0].ParsedSentence));
        await services
            .GetRequiredService<Runner>()
            .Start(
                Caller.System,
                new(preview.PreviewId, Proof: new(ProofKind.PasswordAndCode), Confirmation: preview.Confirmation),
                key: null,
                CancellationToken.None
            );
    }

    /// <returns>the whole text of an exported file; a workbook is unzipped</returns>
    private static async Task<string> Export(TestApplication owner, string file)
    {
        var bytes = await Load(owner, file);
        return file.EndsWith("xlsx", StringComparison.Ordinal)
            ? string.Concat(new ZipArchive(new MemoryStream(bytes)).Entries.Select(entry => new StreamReader(entry.Open()).ReadToEnd()))
            : Encoding.UTF8.GetString(bytes);
    }

    private static async Task<byte[]> Load(TestApplication owner, string address)
    {
        using var answer = await owner.Http.GetAsync(address);
        var body = await answer.Content.ReadAsByteArrayAsync();
        ((int)answer.StatusCode).ShouldBe(200, address + Encoding.UTF8.GetString(body));
        return body;
    }

    private static async Task<string> One(Database database, string sql)
    {
        await using var work = await database.Read();
        return (await work.One<string>(sql))!; // the row exists
    }

    [GeneratedRegex("bak_[0-9a-z]+", RegexOptions.None, 1000)]
    private static partial Regex Backup();
}
