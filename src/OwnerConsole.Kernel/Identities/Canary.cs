using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Tells at the start, in one sentence, that the master key is not the one the database was made with: later it would be a hundred odd failures.</summary>
public sealed class Canary(Database database, SecretBox box)
{
    private static readonly byte[] Word = "This is the right master key."u8.ToArray();

    /// <exception cref="SecretException">the master key is another one; the message says what to do</exception>
    public async Task Check(CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("program.start"), [], stop);
        await work.Do("insert into auth.canary (sealed) values (@box) on conflict do nothing", new { box = box.Seal("canary", "console", Word) });
        var stored = await work.One<byte[]>("select sealed from auth.canary");
        try
        {
            box.Open("canary", "console", stored);
        }
        catch (SecretException)
        {
            throw new SecretException(
                "This master key does not open this database. Give the key that the data was made with (OWNER_CONSOLE_MASTER_KEY or OWNER_CONSOLE_MASTER_KEY_FILE); without it the stored secrets are lost."
            );
        }
        await work.Commit();
    }
}
