using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Secrets;

/// <summary>A known text in the database, encrypted with the master key. It shows whether a master key belongs to the database.</summary>
public static class Canary
{
    private static readonly byte[] KnownText = "This is the right master key."u8.ToArray();

    public static byte[] Seal(EncryptionKey master) => master.Encrypt("canary", "console", KnownText);

    /// <returns>Null in a database without encrypted data or without tables.</returns>
    public static async Task<byte[]?> Find(Database database, CancellationToken stop)
    {
        await using var look = await database.ReadTenants([], stop);
        return await look.One<bool>("select to_regclass('auth.canary') is not null") ? await look.One<byte[]>("select ciphertext from auth.canary") : null;
    }

    public static bool Opens(EncryptionKey master, byte[] stored)
    {
        try
        {
            return master.Decrypt("canary", "console", stored).AsSpan().SequenceEqual(KnownText);
        }
        catch (SecretException)
        {
            return false;
        }
    }
}
