/** Without limits to queues: a lost message would fail the run. */
export const mosquittoConf = (port: number): string => `
listener ${port} 127.0.0.1
allow_anonymous true
persistence false
max_queued_messages 0
max_connections -1
set_tcp_nodelay true
log_type error
${process.getuid?.() === 0 ? 'user root' : ''}
`;

/** Without limits to rates, queues and connections of one address: its defaults are for a public network. */
export const inspircdConf = (port: number): string => `
<config format="xml">
<server name="bench.localhost" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@localhost">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect name="all" allow="*" timeout="60" pingfreq="600" recvq="16777216" softsendq="1073741824"
  hardsendq="1073741824" localmax="20000" globalmax="20000" limit="20000" maxconnwarn="off" fakelag="off"
  commandrate="1000000000" threshold="1000000" resolvehostnames="off">
<performance softlimit="20000" somaxconn="4096" netbuffersize="65534" quietbursts="yes">
<options syntaxhints="no" prefixquit="Quit: ">
<whowas groupsize="0" maxgroups="0">
<dns server="127.0.0.1" timeout="1">
<pid file="inspircd.pid">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="inspircd.log">
`;
