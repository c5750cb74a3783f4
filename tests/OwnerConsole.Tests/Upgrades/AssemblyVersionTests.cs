namespace OwnerConsole.Tests.Upgrades;

public sealed class AssemblyVersionTests
{
    /// <summary>Stored keys of Data Protection name the type that decrypts them with the version of its assembly; .NET doesn't load a lower one.</summary>
    [Fact]
    public void Programs_can_read_keys_stored_by_earlier_releases() =>
        typeof(OwnerConsole.Identity.FormKeySeal).Assembly.GetName().Version!.ShouldBeGreaterThanOrEqualTo(new Version(1, 0, 0, 0));
}
