using System.Globalization;

namespace OwnerConsole.Fixtures;

/// <summary>The part of the rotation that a CI run tests. Other runs test nearly everything.</summary>
public static class CiRotation
{
    /// <summary>Number of parts, as in tests/ci/choose.mjs.</summary>
    public const int Parts = 5;

    /// <summary>1 to 5; null outside CI and in nightly runs.</summary>
    public static int? Part { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("OWNER_CONSOLE_TESTS_PART"), CultureInfo.InvariantCulture, out var part) ? part : null;

    /// <summary>Number of the night, from which nightly runs choose what they test in turn; 0 in other runs.</summary>
    public static int Night { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("OWNER_CONSOLE_TESTS_NIGHT"), CultureInfo.InvariantCulture, out var night) ? night : 0;
}
