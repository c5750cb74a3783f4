using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Kernel.Data;

/// <summary>Makes ids that sort in the order they were made.</summary>
public sealed class IdSource(TimeProvider clock)
{
    public const string Platform = "tnt_platform";

    public static bool IsTenant(string id) => id.StartsWith("tnt_", StringComparison.Ordinal);

    public string New(string prefix) => TypeId.Format(prefix, Guid.CreateVersion7(clock.GetUtcNow()));
}
