using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Tests.Pure.Addresses;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("127.0.0.1.")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("[::1]")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("169.254.169.254")]
    [InlineData("localhost.")]
    [InlineData("LOCALHOST")]
    [InlineData("ip6-localhost")]
    [InlineData("foo.localhost")]
    [InlineData("foo.localhost.")]
    [InlineData("①②⑦.⓪.⓪.①")]
    [InlineData("127。0。0。1")]
    [InlineData("ｌｏｃａｌｈｏｓｔ")]
    [InlineData("ⓛⓞⓒⓐⓛⓗⓞⓢⓣ")]
    [InlineData("𝐥ocalhost")]
    [InlineData("local\u00adhost")]
    [InlineData("web-1")]
    [InlineData("Web-1.")]
    [InlineData("web-1.internal.example")]
    public void Every_spelling_of_the_local_machine_is_local(string host)
    {
        HostName.IsLocal(host, "web-1.internal.example").ShouldBeTrue();
        HostName.IsPublic(host, "web-1.internal.example").ShouldBeFalse();
    }

    [Theory]
    [InlineData("example.com", true)]
    [InlineData("localhost.example.com", true)]
    [InlineData("web-1.example.com", true)]
    [InlineData("93.184.216.34", true)]
    [InlineData("10.0.0.5", false)]
    [InlineData("bücher.example", true)]
    [InlineData("intranet", false)]
    public void Other_hosts_are_public_only_when_reachable_from_the_internet(string host, bool isPublic)
    {
        HostName.IsLocal(host, "web-1").ShouldBeFalse();
        HostName.IsPublic(host, "web-1").ShouldBe(isPublic);
    }
}
