using System.Globalization;

namespace OwnerConsole.Fixtures;

/// <summary>The part of the rotation that a CI run tests. Other runs test everything.</summary>
public static class CiRotation
{
    /// <summary>Number of parts, as in tests/ci/choose.mjs.</summary>
    public const int Parts = 5;

    /// <summary>1 to 5; null outside CI and in nightly runs.</summary>
    public static int? Part { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("OWNER_CONSOLE_TESTS_PART"), CultureInfo.InvariantCulture, out var part) ? part : null;
}
