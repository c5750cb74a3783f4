using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Docs;

/// <summary>Compares a generated file with the one in the repository, so that changes are reviewed.</summary>
public static class GeneratedFile
{
    /// <param name="path">Path from the root of the repository. Run the test with AGREE=yes to write the file.</param>
    public static async Task Check(string path, string now, string why)
    {
        var file = Path.Combine(Product.Root, path);
        if (Environment.GetEnvironmentVariable("AGREE") == "yes")
            await File.WriteAllTextAsync(file, now);

        now.ShouldBe(
            File.Exists(file) ? await File.ReadAllTextAsync(file) : "",
            $"{why} If it is right, run this test once with AGREE=yes and read the difference."
        );
    }
}
