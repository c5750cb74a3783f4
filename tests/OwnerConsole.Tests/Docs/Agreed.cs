using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Docs;

/// <summary>A file that is made from the program and kept in the tree, so that a change of it is read by people.</summary>
public static class Agreed
{
    /// <param name="path">from the root of the tree; run the test once with AGREE=yes to write it</param>
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
