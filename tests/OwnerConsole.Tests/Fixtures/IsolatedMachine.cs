using System.Diagnostics;
using System.Globalization;

namespace OwnerConsole.Fixtures;

/// <summary>
/// An isolated machine: it has its own /etc, /opt, /usr/local and /var, processes, ports and addresses, so that the commands of a page run
/// unchanged. <see cref="StandIns"/> replaces the commands that a namespace doesn't provide.
/// </summary>
internal sealed class IsolatedMachine : IAsyncDisposable
{
    private readonly DirectoryInfo _home;
    private readonly Process _first;

    private IsolatedMachine(DirectoryInfo home, Process first) => (_home, _first) = (home, first);

    /// <summary>A namespace has no systemd. This script applies the user, the writable paths and the environment of the unit.</summary>
    private const string StandIns = """
        cat >systemctl <<'END'
        unit=/etc/systemd/system/owner-console.service
        says() { sed -n "s/^$1=//p" $unit; }
        main=/run/owner-console.main
        stop() { kill -TERM $(cat $main) && timeout $(says TimeoutStopSec) tail --pid=$(cat $main) -f /dev/null && rm $main; }
        start() {
          install -d -o $(says User) -g $(says User) -m $(says StateDirectoryMode) /var/lib/$(says StateDirectory)
          # ProtectSystem=strict and PrivateTmp: nothing can be written but the state and a /tmp of its own
          unshare --mount sh -euc '
            state=$1 user=$2; shift 2
            mount -t tmpfs -o mode=1777 tmpfs /tmp
            mount --bind $state $state
            for place in / /etc /opt /usr/local /var; do mount -o remount,bind,ro $place; done
            cd / && exec setpriv --reuid=$user --regid=$user --init-groups --no-new-privs env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=$state "$@"
          ' - /var/lib/$(says StateDirectory) $(says User) $(says Environment) $(says ExecStart) >>/var/log/owner-console.journal 2>&1 &
          echo $! >$main
        }
        case "$*" in
          daemon-reload) ! command -v systemd-analyze >/dev/null || systemd-analyze verify --man=no $unit ;;
          'enable --now owner-console' | 'start owner-console') start ;;
          'restart owner-console') stop && start ;;
          'stop owner-console') stop ;;
          *) echo "systemctl $*: not at hand" >&2; exit 1 ;;
        esac
        END
        cat >journalctl <<'END'
        [ "$1 $2 $3" = '-u owner-console -n' ] && tail -n $4 /var/log/owner-console.journal
        END
        # what is installed is installed; nothing is fetched in a test
        cat >apt-get <<'END'
        [ "$1 $2" = 'install -y' ] && shift 2 && dpkg-query -W "$@"
        END
        cat >answers <<'END'
        for beat in $(seq 300); do curl -fsko /dev/null "$@" && exit; sleep 0.1; done
        tail -n 50 /var/log/owner-console.journal; exit 1
        END
        for program in systemctl journalctl apt-get answers; do sed -i '1i #!/bin/sh\nset -eu' $program; chmod 755 $program; done
        """;

    /// <summary>The directory behind <c>/var/lib/owner-console</c>. It is on a disk, because an overlay in memory is not durable.</summary>
    public string State => Path.Combine(_home.FullName, "state");

    public string Data => Path.Combine(State, "data");

    /// <param name="addresses">Addresses in addition to its loopback.</param>
    public static async Task<IsolatedMachine> Start(params string[] addresses)
    {
        var home = Directory.CreateTempSubdirectory("oc-machine-");
        File.SetUnixFileMode(home.FullName, File.GetUnixFileMode(home.FullName) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var script = $$"""
            mount --make-rprivate /
            mkdir {{home}}/state {{home}}/layers && mount -t tmpfs -o mode=755 tmpfs {{home}}/layers
            for place in etc opt usr/local var; do
              mkdir -p {{home}}/layers/$place/upper {{home}}/layers/$place/work
              mount -t overlay -o lowerdir=/$place,upperdir={{home}}/layers/$place/upper,workdir={{home}}/layers/$place/work overlay /$place
            done
            mkdir -p /var/lib/owner-console
            mount --bind {{home}}/state /var/lib/owner-console
            mount -t tmpfs -o mode=755 tmpfs /run
            ip link set lo up
            for address in {{string.Join(' ', addresses)}}; do ip address add $address/32 dev lo; done
            echo 127.0.0.1 console.example >>/etc/hosts
            cd /usr/local/bin
            {{StandIns}}
            echo up
            read end # and whoever has no parent any more is buried meanwhile
            """;
        var start = new ProcessStartInfo("unshare", ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-euc", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var first = Process.Start(start)!; // Null only if an existing process is reused.
        if (await first.StandardOutput.ReadLineAsync() is not "up")
            throw new InvalidOperationException("Tests with an isolated machine need root: " + await first.StandardError.ReadToEndAsync());
        return new(home, first);
    }

    /// <returns>The exit code and output of root's shell.</returns>
    public async Task<(int Code, string Said)> Type(string script)
    {
        var its = string.Create(CultureInfo.InvariantCulture, $"/proc/{_first.Id}/ns");
        var start = new ProcessStartInfo(
            "nsenter",
            [$"--mount={its}/mnt", $"--net={its}/net", $"--pid={its}/pid_for_children", "--wd=" + Repository.Root, "sh", "-euc", script]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
        };
        using var shell = Process.Start(start)!; // Null only if an existing process is reused.
        shell.StandardInput.Close();
        return await InstalledConsole.End(shell);
    }

    public async Task<string> TypeSuccessfully(string script)
    {
        var (code, said) = await Type(script);
        code.ShouldBe(0, script + said);
        return said;
    }

    public Task Put(string path, string text) => TypeSuccessfully($"mkdir -p $(dirname {path})\ncat >{path} <<'END'\n{text}\nEND");

    /// <summary>Copies the built program and its unit to where the page unpacks them. The test of the page unpacks a package.</summary>
    public Task Install() =>
        TypeSuccessfully(
            $"""
            cp -r {InstalledConsole.Built} /opt/owner-console && ln -s /opt/owner-console/owner-console /usr/local/bin/owner-console
            cp deploy/owner-console.service /etc/systemd/system/
            """
        );

    public async ValueTask DisposeAsync()
    {
        _first.StandardInput.Close(); // All processes of the namespace end with the first one.
        await _first.WaitForExitAsync();
        _first.Dispose();
        _home.Delete(recursive: true);
    }
}
