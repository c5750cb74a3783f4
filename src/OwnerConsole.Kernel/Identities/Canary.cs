namespace OwnerConsole.Kernel.Identities;

/// <summary>One known word under the master key, in the database: it tells which master key the database goes with.</summary>
public static class Canary
{
    private static readonly byte[] Word = "This is the right master key."u8.ToArray();

    public static byte[] Seal(SealingKey master) => master.Seal("canary", "console", Word);

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
