using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Kernel.Data;

/// <summary>Creates ids that sort in order of creation.</summary>
public sealed class IdGenerator(TimeProvider clock)
{
    public const string Platform = "tnt_platform";

    public static bool IsTenant(string id) => id.StartsWith("tnt_", StringComparison.Ordinal);

    public string New(string prefix) => TypeId.Format(prefix, Guid.CreateVersion7(clock.GetUtcNow()));
}
