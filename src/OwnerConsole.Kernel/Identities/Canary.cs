using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>One known word under the master key, in the database: it tells which master key the database goes with.</summary>
public static class Canary
{
    private static readonly byte[] Word = "This is the right master key."u8.ToArray();

    public static byte[] Seal(SealingKey master) => master.Seal("canary", "console", Word);

    /// <returns>null in a database that nothing was sealed for yet, or that has no tables</returns>
    public static async Task<byte[]?> Find(Database database, CancellationToken stop)
    {
        await using var look = await database.Look([], stop);
        return await look.One<bool>("select to_regclass('auth.canary') is not null") ? await look.One<byte[]>("select sealed from auth.canary") : null;
    }

    public static bool Opens(SealingKey master, byte[] stored)
    {
        try
        {
            return master.Open("canary", "console", stored).AsSpan().SequenceEqual(Word);
        }
        catch (SecretException)
        {
            return false;
        }
    }
}
