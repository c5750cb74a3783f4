using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Tests.Identity;

namespace OwnerConsole.Tests.Hosting.Checkups;

public sealed class SecretsCheckupTests : IDisposable
{
    private readonly InstalledConsole _machine = new();

    [Fact]
    public async Task The_checkup_counts_secrets_per_key_and_reports_undecryptable_and_unknown_ones()
    {
        await using var console = await TestConsole.Start();
        await StoredSecrets.Fill(console);
        var count = (await StoredSecrets.All(console)).Count;
        var key = console.Services.GetRequiredService<KeyRing>().Current.Id;
        var whole = await Look(console);
        await console.Services.GetRequiredService<SecretReencryptor>().Begin(CancellationToken.None);
        await StoredSecrets.Age(console, TimeSpan.FromDays(3));
        var begun = await Look(console);
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), ["tnt_one"]))
        {
            await work.Execute("update core.emails set secret = @box", new { box = new EncryptionKey(new byte[32]).Encrypt("email", "eml_0000", [1]) });
            await work.Execute("update auth.key_ring set ciphertext = set_byte(ciphertext, 40, get_byte(ciphertext, 40) # 1) where key_id = @key", new { key });
            await work.Commit();
        }
        var harmed = await Look(console);

        whole.ShouldContain($"Key {key} is 0 days old and encrypts {count} of them; other keys encrypt 0.");
        whole.ShouldNotContain("warning  secrets");
        begun.ShouldContain($"is 3 days old and encrypts 0 of them; other keys encrypt {count}.");
        harmed.ShouldContain($"warning  secrets      The master key can't decrypt the keys {key} in the key ring.");
        harmed.ShouldContain("warning  secrets      1 of the secrets was encrypted with a key that is missing from the key ring");
    }

    public void Dispose() => _machine.Dispose();

    private async Task<string> Look(TestConsole console) =>
        (await _machine.Run("doctor", InstalledConsole.ConnectionVariables(console.Options.Connections, console.Options.MasterKey))).Said;
}
