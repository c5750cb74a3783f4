using System.Reflection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Shell.Help;

/// <summary>The documentation in docs/, without decision records. It is embedded in the program, so it always matches the installed release.</summary>
public sealed class DocList
{
    private const string Root = "docs/";

    private readonly Dictionary<string, Doc> _all;
    private readonly PageLink[] _links;

    public DocList(IEnumerable<PageLink> links)
    {
        _links = [.. links];
        var assembly = typeof(DocList).Assembly;
        _all = assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .Select(name => new Doc(name[Root.Length..], Read(assembly, name)))
            .ToDictionary(doc => doc.Name, StringComparer.Ordinal);
    }

    public IEnumerable<Doc> All => _all.Values;

    public Doc? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>Finds the document of a file: <c>guides/README</c> is the document <c>guides</c>.</summary>
    public Doc? At(string file) => Find(new Doc(file, "").Name);

    /// <summary>Finds the guide for a page: for exactly this page, else for a detail page of its sidebar page, else for the sidebar page itself.</summary>
    /// <param name="path">Path of the page, such as <c>/tenants/tnt_1/usage</c>.</param>
    public Doc? Beside(string path)
    {
        var pages = _links
            .SelectMany(link => link.Addresses)
            .Where(address => path.StartsWith(address + "/", StringComparison.Ordinal))
            .OrderByDescending(address => address.Length)
            .ToList();
        return pages
            .Select(page => Guide(page, ".one"))
            .Concat(pages.Select(page => Guide(page)))
            .Prepend(Guide(path))
            .FirstOrDefault(guide => guide is not null);
    }

    // The guide of /webhooks/in is pages/webhooks-in; the guide of a detail page below it is pages/webhooks-in.one.
    private Doc? Guide(string address, string which = "") => Find($"pages/{address.Trim('/').Replace('/', '-')}{which}");

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // it was just listed
        return reader.ReadToEnd();
    }
}
